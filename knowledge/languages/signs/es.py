"""This module has the signs of Spanish."""

from knowledge.languages.signs.base import SecretSigns, listed

SIGNS = SecretSigns(
    keys=listed("""
        qué_pone cifras_que_aparezcan par_de_claves archivo_.key fichero_pfx parte_privada palabras_de_su secrets.yaml
        dieciséis_dígitos caducidad código_de_voz código_de_su el_mensaje_que todo_lo_que_hay número_que_le_ha
        número_que_le_llegó cifras_que número_recibido clave_y usuario,_clave códigos_del contraseña* clave claves código
        códigos pin puk otp tan cvv cvc token* credencial* usuario_y clave_privada clave_de_* clave_secreta claves_de_* secreto
        secretos secreto_de_cliente frase frase_* semilla* mnemotécnic* doce_palabras veinticuatro_palabras 12_palabras
        24_palabras palabras_de_* cookie* galleta* sesión_* valor_de_la_cookie id_de_sesión seis_dígitos tres_cifras seis_cifras
        cuatro_cifras cuatro_dígitos cifras dígitos cifras_de_detrás número_de_tarjeta número_de_la_tarjeta números_de_tarjeta
        fecha_de_caducidad datos_de_la_tarjeta datos_de_acceso datos_de_su banca_en_línea banca_online banca_electrónica
        acceso_bancario enlace_de_acceso enlace_mágico enlace_directo enlace_de_restablecimiento enlace_de_activación .pem .pfx
        .p12 .key pem pfx p12 id__rsa id__ed25519 otpauth* cadena_de_conexión cuenta_de_servicio llave_privada llaves
        número_que_le número_que_marque número_que_aparece número_del_sms contraseña_maestra frase_maestra patrón_de_desbloqueo
        huella* certificado_digital generador_de_códigos coordenadas bearer sms datos_bancarios llavero_electrónico iban_y
        claves_y firma_electrónica
    """),
    papers=listed("""
        dni nie carné* documento_de_identidad documento_nacional pasaporte* permiso_de_conducir carnet* selfie*
        tarjeta_de_crédito tarjeta_bancaria tarjeta_de_débito su_tarjeta la_tarjeta_por ambas_caras dos_caras
        delante_y_por_detrás por_delante anverso reverso tarjeta_de_claves tarjeta_de_coordenadas tarjeta_sanitaria nómina*
        extracto_bancario carta_del_pin partida_de_nacimiento libro_de_familia ine cédula* justificante_de_domicilio
        tarjeta_de_residencia
    """),
    files=listed("""
        .env archivo_env archivo_.env har traza_har archivo_har llavero* almacén_de_claves keystore bóveda* caja_fuerte_digital
        kdbx config.php credentials.json wallet.dat monedero* cartera_digital perfil_del_navegador contraseñas_guardadas
        volcado* copia_de_la_base traza_de_red kubeconfig archivo_de_claves archivo_de_contraseñas fichero_de_claves
        exportación_de_* copia_de_su_*
    """),
    answers=listed("""
        pregunta_de_seguridad preguntas_de_seguridad pregunta_secreta preguntas_secretas respuesta_secreta respuestas_secretas
        respuestas_de_seguridad apellido_de_soltera primera_mascota contestó_a_las fecha_de_nacimiento respuestas_a_*
    """),
    harmless=listed("""
        número_de_factura número_de_cliente número_de_pedido número_de_serie número_de_licencia número_de_incidencia versión
        registro_que registro* mensaje_de_error código_de_error captura_del captura_de_pantalla hoja_de_ejemplo
        archivo_de_ejemplo inventad* fecha_del_cargo modelo sistema_operativo importe informe* número_de_seguimiento
        referencia_del hora_del
    """),
    handing=listed("""
        disposición_del a_disposición oír oiga oyera léame dígame devuélv* devuelv* saque_una van constar ruega*_el_envío
        desviar desv* léanos leernos leyera dicta dicte facilitársel* facilitárnos* hága* llegar enseñ* dígan* envía* suba suban
        pon pongan apunta escribe cópielo péguelo anótelo péguenos soltar filtr* vuelc* env* mand* mánd* remi* remít* comuni*
        comuníq* dict* díct* deletr* le[ae]* léa* lea diga* díga* diga decir* dic* cont* cuént* adjunt* adjúnt* revel* divulg*
        entreg* entrég* facil* facíl* respond* contest* pas[ea]* pás* dé* dar* dele indi* indíq* mencion* escrib* escríb* anot*
        anót* apunt* apúnt* pon* póng* pong* incluy* incluir* introdu* tecle* copi* cópi* peg* pég* sub* súb* carg* cárg* cuelg*
        cuélg* proporcion* proporción* compart* compárt* dej* déj* deposit* depósit* confirm* confírm* cit* cít* repit* repet*
        transcri* rellen* relléne* muestr* mostr* muéstr* enséñ* fotografi* foto* imagen* escan* escán* public* export* expórt*
        guard* trasla* transmit* transmís* envío remisión entrega comunicación transmisión copia* hacer_llegar haga*_llegar
        háganos susurr* recuérd* recuerd* aport* apórt* reún* nota_de_voz reenv* pase* dígitos_por met* comprim* traig* añad*
        agreg* suelt* enseñe* valid*
    """),
    needing=listed("""
        haría_falta sería_de_ayuda nos_vendría hágame necesitaríamos falta_únicamente se_precisa tiene_que_figurar deberán
        habrá_que necesi* precis* falta faltan hace_falta imprescindible* necesari* obligator* exig* pid* ped* solicit* requier*
        requer* quier* querrá* querr* bast* condición espera* podría* puede puede* sería_posible por_favor ruega* rogamos sin
        deb* debe* será ha_de hay_que tendrá* vendría_bien conste* figur* solo_se_atenderán permite* nos_permit* conviene
        ayudar* agiliz* tiene_que si_es_tan_amable queda_parad* hasta_que
    """),
    ready=listed("a_mano tenga_a tenga_preparad* preparad* list* a_la_vista no_cuelgue manténgase al_lado prepare*"),
    us=listed("""
        nos *nos nosotros nuestr* me *me *noslo *nosla *noslos *noslas mi *melo *mela somos podamos le_confirmamos te_lo
    """),
    people=listed("""
        colaborador_externo autónomo* dispositivo_desconocido abogad* agente* técnico* compañer* operador* operari* asesor*
        ingenier* consultor* equipo soporte departamento* empleado* desarrollador* gestor* comercial* persona alguien quien
        chico chica instalador* proveedor* colaborador* interlocutor* asistente* contestador* robot bot recepción recepcionista
        centralita turno_de_noche encargad* responsable* moderador* mensajer* repartidor* especialista* experto* administrativ*
        socio* perito* inspector* señor* colega* auditor* contabilidad antifraude desconocid* le_llam* que_le_llam* él ella
        becario*
    """),
    channels=listed("""
        columna* hoja_en_línea impreso formulario_de_respuesta pie_de_este correo* e-mail* mail mensaje* respuesta* ticket*
        incidencia* chat* foro* comentario* asunto formulario* ficha* recuadro* cuadro_de_observaciones observaciones teléfono*
        llamada* whatsapp telegram sms privado por_privado fax carta sobre caja paquete etiqueta* papelito* nota* albarán* hoja*
        hoja_compartida compartid* carpeta* drive nube dropbox ftp repositorio* foto* captura* imagen* nota_de_voz buzón_de_voz
        contestador* encuesta* cuestionario* memoria_usb pendrive voz_alta debajo_de_esta_línea línea voz recepción adjunto
        conversación* hilo* solicitud* proyecto videollamada* post-it móvil impreso* parte_de_trabajo
    """),
    whole=listed("""
        no_debe_limpiarse sin_limpiar con_todas_las_cookies con_su_contraseña complet* enter* íntegr* tal_cual sin_tachar
        sin_borrar sin_ocultar en_claro texto_plano a_la_vista todas todos reales verdader* actual vigente incluid* con_sus
        junto_con carácter_a_carácter uno_por_uno una_a_una despacio sin_cifrar de_producción no_la_de mayúsculas se_lean
    """),
    calming=listed("""
        es_una_prueba prueba_nuestra entro_yo_por_usted no_se_preocupe tranquil* somos_nosotros haciendo_pruebas pruebas solo
        simplemente basta_con con_que rápid* en_cinco_minutos total no_pasa_nada es_normal sin_miedo que_no_le_asust*
        no_le_asust* no_reconoce no_ha_iniciado no_haya_pedido no_ha_solicitado le_dejo_listo no_toque_nada no_haga_caso así_no
        así_que es_interna nosotros_entramos de_confianza más_cómodo hasta_nuevo_aviso para_siempre únicamente seguid*_con
        enseguida
    """),
    guards=listed("""
        errores_de_certificado error_de_certificado comprobación_del_certificado verificación_en_dos doble_factor segundo_factor
        dos_pasos doble_verificación autenticación_en_dos 2fa mfa antivirus cortafuegos firewall defender protección*
        comprobación_de_certificados verificación_de_certificados certificados ssl tls aviso* advertencia* alerta* seguridad
        smartscreen macro* bloqueo_de_pantalla cifrado cuarentena filtro* protección_en_tiempo_real puerto_* escritorio_remoto
        control_de_cuentas registro_de_auditoría
    """),
    lowering=listed("""
        exclusiones prescinda ignorar desactiv* apag* quit* deshabilit* desinstal* elimin* paus* suspend* deten* deteng* ignor*
        omit* salt* desmar* desmarq* desconect* excluy* exclu* excepción* abr* permit* sin_contraseña baj* relaj* anul* retir*
        lista_blanca prescind* sortee* siga continu* borre deje_desactivad* levante* inhabilit*
    """),
    approving=listed("""
        aprueb* aprob* acept* acépt* confirm* confírm* autori* autoríc* valid* firm* dé_el_visto pulse_sí diga_que_sí consient*
        conced* dé_permiso
    """),
    prompts=listed("""
        petición_de_un notificación_que petición solicitud_de_acceso solicitud_de_inicio petición_de_acceso petición_de_inicio
        notificación* push aviso_para_aprobar aviso_para aviso_de_acceso acceso_que intento_de_acceso transferencia_de_prueba
        pago_de_prueba bizum traspaso* aparec* ventana_que le_salt* ha_saltado saltará le_sale emparejamiento
    """),
    installing=listed("""
        instal* instál* descarg* descárg* ejecut* ejecút* abr* ábr* añad* agreg* import* doble_clic active activ* inici*
        despleg* descomprim*
    """),
    carriers=listed("""
        certificado_de_autoridad complemento_que certificado_raíz certificado_adjunto certificado_que autoridad_de_certificación
        extensión* complemento* plugin* programa* herramienta* aplicación_que script* macro* ejecutable* archivo_que adjunto
        control_remoto acceso_remoto escritorio_remoto anydesk teamviewer perfil_de_configuración comando* powershell
        controlador* apk proxy dns
    """),
    enclosed=listed("""
        adjunt* que_acompaña este_correo este_mensaje en_este_correo de_este_mensaje al_pie_de que_le_mandó que_le_envió
        que_le_diga enviado_por incluid*_en_este recibid*_con de_este_correo que_le_hemos
    """),
    rights=listed("""
        cuenta_de_propietario almacén_de_confianza dele_todos administrador* admin admins todos_los_permisos permiso_total
        permisos_totales acceso_total control_total acceso_completo propietari* root authorized__keys superusuario*
        administrador_global desatendid* tomen_el_ratón ratón delegad* lectura_y_escritura cualquier_dirección poder_notarial
        todos_sus
    """),
    granting=listed("""
        conced* otorg* dé_* dele dé añad* agreg* invit* alta nombr* autori* permit* hag*_administrador deje* asign* cre*
        habilit* incluy*
    """),
    lines=listed("""
        desviar_sus_llamadas llamadas_a_nuestro desvío_de_llamadas desvíe* tarjeta_sim sim esim puk móvil_de_recuperación
        teléfono_de_recuperación correo_de_recuperación número_de_recuperación regla_de_reenvío reenvío_automático redirij*
        portabilidad duplicado_de móvil_de_nuestro número_de_nuestro dispositivo_de_confianza cambie_el_móvil buzón_de
    """),
    moved=listed("""
        cuenta_del_pie cuenta_al_pie cuenta_que_aparece nueva_cuenta cambiado_de_banco otra_cuenta cuenta_segura
        cuenta_que_figura cuenta_indicada siguiente_cuenta cuenta_de_nuestr* cuenta_puente cuenta_provisional nuevo_iban
        iban_siguiente datos_bancarios_han nuevos_datos_bancarios tarjetas_regalo tarjeta_regalo tarjetas_prepago bitcoin*
        cripto* beneficiari* western_union moneygram cuenta_particular cuenta_personal cupones vales monedero_electrónico
    """),
    transferring=listed("""
        pagos a_partir_de_ahora pag* abon* transfer* ingres* traspas* compr* rasqu* factura* importe* recargo* tasa* cargo
        saldo* devolución liquid* dinero envíe_el cobr* pendientes
    """),
    places=listed("""
        ajustes configuración perfil* página_de_acceso página_de_siempre página_de_pago pasarela_de_pago pantalla_de_acceso
        pantalla pantalla_de_pago menú* apartado* pestaña* panel* portal* área_de_cliente consola* aplicación_de_autenticación
        aplicación gestor_de_contraseñas botón* opción* recuadro_del_código campo_* cabecera variable_de_entorno facturación
        método_de_pago tienda su_servidor proveedor_de_identidad integrad* asistente* historial quiosco ayuda terminal secretos»
    """),
    making=listed("""
        cre* gener* revoc* rot* renov* restable* cambi* modific* elij* elig* sustituy* anule anul* regener* caduc* pulse puls*
        olvid* descargue descargu* actualic* vincul* retir* borr* bloque*
    """),
    keeping=listed("""
        guárd* guard* lugar_seguro sitio_seguro fuera_del_ordenador imprim* caja_fuerte se_queda* no_sale no_se_almacen* cifrad*
        resumen_cifrado una_sola_vez solo_una_vez una_vez conserv*
    """),
    describing=listed("""
        recibe recibirá le_llegará reciben le_llega caduca* válid* mínimo máximo caracteres minutos horas días segundos
        automáticamente aparece_una muestra* se_muestra contien* ha_de_tener debe_tener bloquea* rechaz* incorrect* ven ve
        pueden_ver puede_ver solo_ve cada_usuario cada_empleado disponible* por_defecto permite_ver se_crean se_cierra admite*
        figuren consta sirve* se_introduc* se_cargan funciona* de_siempre últim*_cuatro tarda* dentro_de reparto
    """),
    hanging_up=listed("""
        termine_la_llamada finalice_la cuelg* avísenos denúnci* repórt* rechácel* rechace no_es_nuestr* es_una_estafa
        borre_el_mensaje infórmenos comuníquenoslo_al
    """),
    strangers=listed("""
        quien_le_pida en_nombre_de quien_pida quiere_vaciar* si_alguien si_le_piden si_una_persona si_un_* si_recibe
        si_le_llaman_y cualquiera_que
    """),
    hiding=listed("""
        quite_las_contraseñas antes_de_adjuntarlo elimine_los_tokens sin_claves borre_las_contraseñas saque_los antes_de_subir
        antes_de_enviar antes_de_mandar* tach* borre_las borr*_antes antes_de_adjuntar* ocult* anonim* sin_datos inventad*
        no_lleva no_contiene quite_las censur* difumin* elimine_las ficticios ficticias limpi* enmascar* depur*
    """),
    refusing=listed("""
        nunca jamás nadie ningún ninguna ninguno no ni tampoco cuelg* avís* rechac* rechaz* desconfí* sospech* fraude* estafa*
        phishing evit* en_ningún_caso bajo_ningún inesperad* supuest* se_haga_pasar denunci* cuidado ojo no_comparta no_envíe
        rogamos_que_no
    """),
    own=listed("""
        usted_mismo usted_misma usted_inicia la_inicia_usted cuando_quiera con_su_permiso hasta_que_usted propi* si_lo_desea
        en_cualquier_momento solo_usted por_sí_mism* usted_lo
    """),
)  # fmt: skip
