"""This module holds the words that tell a request for a person in Spanish."""

from knowledge.languages.base import PersonWords, words

PERSON = PersonWords(
    humans=words("""
        soporte_humano atencion_humana respuesta_humana contacto_humano trato_humano revision_humana asesor_humano
        tecnico_humano ingeniero_humano operador_humano ejecutivo_humano representante_humano voz_humana
        agente_de_verdad asesor_de_verdad tecnico_de_verdad soporte_real tecnico_real empleado_real alguien_con_cerebro
        persona_con_criterio gente_de_verdad gente_real humanos_ahi humano humana humanos ser_humano seres_humanos
        persona_real personas_reales persona_de_verdad personas_de_verdad de_carne_y_hueso carne_y_hueso persona_humana
        persona_viva persona_fisica alguien_real alguien_de_verdad alguien_vivo alguien_humano los_de_verdad agente_real
        agente_humano agente_en_vivo asesor_real humanx persona_autentica de_verdad persona_de_carne un_vivo
    """),
    staff=words("""
        el_soporte su_soporte de_soporte su_departamento el_departamento su_personal personal_humano un_comercial
        comerciales de_ventas de_su_equipo un_trabajador los_tecnicos sus_tecnicos su_tecnico su_ingeniero
        sus_ingenieros de_ustedes con_ustedes con_vosotros ejecutivo_de encargado_de agente agentes asesor* operador*
        operadora representante* tecnico tecnicos tecnica empleado* empleada* companero* companera* ingenier* gestor
        gestora gestores ejecutivo* especialista* experto experta trabajador* consultor* desarrollador*
        encargado_de_soporte atencion_al_cliente servicio_al_cliente su_equipo vuestro_equipo uno_de_los_suyos los_suyos
        muchachos funcionario* de_facturacion colega colegas teleoperador* recepcionista_humana interlocutor*
        dependiente alguno_de_los uno_de_ustedes alguno_de_ustedes uno_de_sus
    """),
    chiefs=words("""
        supervisor* jefe jefa jefes encargado encargada encargados responsable* gerente* gerencia director* directora
        direccion superior superiores capacidad_de_decidir poder_de_decision quien_manda manager mando quien_decida
        pueda_decidir que_decida jefatura maximo_responsable alto_cargo
    """),
    someone=words("""
        alguien alguno alguna persona personas gente quien una_persona un_companero senorita senor nadie alguien_que
        con_quien
    """),
    machines=words("""
        su_asistente este_asistente el_asistente_virtual asistente_virtual asistente_digital asistente_automatico bot
        bots robot robots chatbot* ia i_a maquina maquinas maquinita automatico automatica automaticos automaticas
        automatizad* ordenador* computador* programita virtual inteligencia_artificial inteligencias_artificiales
        algoritmo* grabadora grabacion contestador* respuestas_enlatadas enlatad* copia_y_pega copiar_y_pegar chatgpt
        respuestas_tipo plantilla plantillas predefinid* prefabricad* locucion robotito cacharro siri lorito
        respuesta_tipo
    """),
    talking=words("""
        explicarlo_a explicarle explicarles contactar_con reunirme conversarlo charlarlo platicarlo hablen_conmigo
        hablame hableme hablenme hablar_con dialogo entenderme_con dar_la_cara de_la_cara me_de_la_cara contacto_con
        contacto_directo hablar hablarlo hablo hable hablemos hablando conversar platicar charlar charla conversacion
        tratar trato comentarlo comentar contarselo explicarlo quejarme dialogar comunicarme localizar chat chatear
        atender entenderme tratarlo dirigirme hablarle atencion
    """),
    about=words("sobre acerca_de de_un de_una del de_la de_mi de_mis de_este de_esta"),
    addressing=words("con_usted con_ustedes con_vosotros contigo con_ellos con_el con_ella"),
    connecting=words("""
        pasenme_con pasenme_a pasame_a paseme_a que_me_pasen que_me_pase que_me_pongan_con que_me_comuniquen
        que_me_transfieran quiero_que_me_pasen subir_mi_caso suban_mi elevenlo escalenlo escalarlo paseme pasame pasenme
        me_pase me_pasen me_pasais me_pasas me_pasa pasar_con pasarme pasadme pongame ponme ponganme ponedme pongase_en
        ponerme poner_con me_pone me_pones me_ponga comuniqueme comunicame comunicar_con me_comunica me_comunique
        comuniquenme transfierame transfiereme transferir transferirme transferidme derivenme derivame deriveme derivar
        derivarme conecteme conectame conectarme conecten denme dame deme dadme consigueme buscame busqueme eleve elevar
        escale escalar escalen asignen asignar asignenme ponganos ponernos redirijame redirigir en_contacto_con
        en_contacto llegar_a saltarme remitan_mi remitir_mi enlaceme enlazame enlazar comunicarme_con comunicarnos
        pasenlo pasen_esto pasa_esto pasen_mi me_dejan dejame dejeme acceder_a
    """),
    asking=words("""
        ser_atendido ser_atendida persona_leyendo alguien_leyendo hay_alguien_leyendo lee_alguien_esto llamen_por_favor
        llame_por_favor llamen_al llame_al llamenos_al recibir_una_llamada hablemos alguna_persona_ahi una_persona_ahi
        que_me_escriba_alguien quiero_q_me_llamen q_me_llamen q_me_llame a_que_numero_llamo a_que_numero_puedo_llamar
        a_donde_llamo a_donde_puedo_llamar donde_puedo_llamar donde_llamo a_quien_llamo a_quien_puedo_llamar
        con_quien_hablo con_quien_puedo me_atiende_alguien me_atiende_una alguien_me_atiende me_responde_alguien
        alguien_me_responde alguien_me_lee lo_lee_un_humano lee_un_humano me_contesta_un marquen_al marque_al
        marqueme_al marcar_al pueden_marcarme podrian_marcarme me_urge_hablar urge_hablar hablemos_por hablamos_por
        en_una_llamada por_una_llamada hacemos_una_llamada hagamos_una_llamada agendar_llamada agendemos_una_llamada
        coordinar_una_llamada coordinemos_una_llamada telefonearme telefonear espero_que_me_llamen espero_que_me_llame
        esperando_su_llamada esperando_una_llamada cuando_me_llaman cuando_me_van_a_llamar cuando_me_podrian
        soporte_telefonico atencion_telefonica contacto_telefonico comunicacion_telefonica numero_de_atencion
        un_numero_donde un_telefono_donde telefono_donde tienen_telefono teneis_telefono tienen_algun_telefono
        hay_algun_telefono hay_un_telefono hay_algun_numero tienen_un_numero por_zoom llamadme_por llamenme_por
        denme_una_llamada deme_una_llamada dame_una_llamada hazme_una_llamada haganme_una_llamada un_llamado
        llamado_telefonico que_venga_el que_salga_el contactenme contacteme comuniquense ponganse_en_contacto
        pongase_en_contacto_conmigo eres_un_bot eres_un_robot eres_una_maquina eres_humano eres_una_ia es_usted_un_robot
        es_usted_un_bot es_usted_humano sois_humanos sois_robots son_robots hablo_con_un_robot hablo_con_una_maquina
        estoy_hablando_con_un hay_alguien_ahi hay_alguien_vivo alguien_ahi quien_me_atienda alguien_me_contacte
        alguien_se_ponga_en_contacto se_ponga_en_contacto_conmigo se_pongan_en_contacto_conmigo se_comunique_conmigo
        se_comuniquen_conmigo comuniquense_conmigo una_llamada_de_su una_llamada_suya agradeceria_una_llamada
        agradezco_una_llamada telefono_de_contacto un_telefono_para un_telefono_al_que un_numero_al_que
        un_numero_para_llamar a_que_numero_puedo me_podrian_marcar me_pueden_marcar me_puede_marcar marcar_a_mi marcarme
        hacer_una_videollamada vernos_por_videollamada una_llamadita llamadita echar_una_llamada pegar_una_llamada
        darme_una_llamada me_dan_una_llamada me_echais_una_llamada me_atienda_una_persona me_atienda_alguien
        que_me_atienda que_me_atiendan que_me_conteste_una_persona por_telefono_por_favor mi_extension mi_linea_directa
        mi_numero_directo estoy_disponible_en_el pueden_llamarme_al localizable_en_el llamenme llameme llamame llamadme
        llamennos llamenos llamanos llamadnos me_llame me_llamen me_llames me_llamais me_llaman_por nos_llame nos_llamen
        me_llamara me_llamaran llamarme llamarnos que_me_llamen que_me_llame me_telefonee me_telefoneen telefoneenme
        telefoneeme la_telefonearan telefonee telefoneen me_pega_una_llamada pegame_una_llamada pegueme_una_llamada
        denme_un_telefonazo deme_un_telefonazo dame_un_telefonazo un_telefonazo un_toque_al un_toque_por denme_un_toque
        una_llamada_de_ustedes devolucion_de_llamada devolverme_la_llamada devuelvanme_la_llamada
        me_devuelvan_la_llamada devuelvame_la_llamada solicito_llamada solicito_una_llamada agendar_una_llamada
        programar_una_llamada concertar_una_llamada cita_telefonica reunion_telefonica una_llamada_rapida
        hacer_una_llamada tener_una_llamada quiero_una_llamada necesito_una_llamada espero_su_llamada espero_una_llamada
        espero_llamada contacte_telefonicamente contacten_por_telefono contactenme_por_telefono contacteme_por_telefono
        contacten_telefonicamente hablar_por_telefono hablarlo_por_telefono hablamos_por_telefono
        comentarlo_por_telefono de_viva_voz tratarlo_por_telefono al_otro_lado_de_la_linea atienda_por_telefono
        atiendan_por_telefono me_marque me_marquen marquenme marqueme me_ha_llamado_nadie me_llama_nadie
        llamada_por_favor por_favor_llamar favor_de_llamar favor_llamar favor_de_marcar echarme_un_telefonazo
        videollamada_con pantalla_compartida_con de_palabra me_podria_llamar me_puede_llamar me_pueden_llamar
        me_podrian_llamar puede_llamarme pueden_llamarme podrian_llamarme podria_llamarme podeis_llamarme
        me_podeis_llamar llamada_de_vuelta llamada_telefonica_con la_llamen le_llamen lo_llamen llamarla llamarle
        rellamada me_hagan_una_llamada me_de_una_llamada me_den_una_llamada me_haga_una_llamada
    """),
    calls=words("""
        llamar llamada llamadas llame llamen llama telefonicamente por_telefono en_persona videollamada oir a_voz
        cara_a_cara telefonazo
    """),
    phones=words("telefono telefonos fono extension linea_directa celular movil fijo tlf tfno"),
    voice=words("""
        por_telefono telefonicamente de_viva_voz de_palabra en_persona cara_a_cara a_voz por_videollamada via_telefonica
        oir_a_alguien oir_una_voz por_tel al_telefono verbalmente en_la_linea por_fono hablando
    """),
    answering=words("""
        conteste contesten contestar responda respondan responder atienda atiendan atender lea lean contacte contacten
        resuelva ayude ayuden revise lleve llevar hable escuche entienda sepa encargue escriba tramite tratar gestione
    """),
    me=words("""
        paseme pasame pasenme pasadme pongame ponme ponganme ponedme ponerme comuniqueme comunicame comuniquenme
        transfierame transfiereme transferirme transferidme derivenme derivame deriveme derivarme conecteme conectame
        conectarme denme dame deme dadme consigueme buscame escalenme asignenme ponganos ponernos redirijame enlaceme
        enlazame comunicarme comunicarnos dejame dejeme ponerse contactarme contactarnos decirme me nos mi mis yo
        nuestro nuestra nuestros nosotros conmigo
    """),
    yours=words("su sus tu tus vuestro vuestra"),
    wanting=words("""
        agradeceria agradezco urge venga que_el que_la pidan necesita quiere_que pretendo sea_tan_amable
        serian_tan_amables mas_rapido mas_facil antes transfierame transfiereme derivenme deriveme ponganos pongame
        hagan chat_en_vivo con_quien_puedo podes podras quiero queremos quisiera quisieramos kiero necesito necesitamos
        necesitaria necesitariamos exijo exigimos deseo deseamos solicito solicitamos requiero requerimos pido pedimos
        por_favor porfa porfavor x_favor xfa favor puedo podria podrian podriamos podemos puede pueden podeis preferiria
        preferimos prefiero gustaria me_gustaria ruego rogamos sea_posible seria_posible es_posible hay queda tienen
        teneis espero insisto hagan_el_favor como_hago como_puedo que_alguien que_uno que_me que_nos necesitaba
        vendria_bien mejor pueda quieren urgente ya_mismo ahora_mismo dejen dejenme denme deme dame pasame paseme
    """),
    refusing=words("""
        no ni nunca jamas niego harto harta basta sin tampoco en_lugar_de en_vez_de nada nadie_de rechazo cansado
        cansada hasta_las_narices saltarme evitar dejen_de paren inutil
    """),
    declining=words("""
        no_nos_interesa no_me_interesa contesten_por_aqui escribanme_mejor respondan_por_aqui no_puedo_hablar
        no_puedo_atender_llamadas no_telefoneen contesten_por_escrito ningun_ser_humano ningun_humano no_hace_falta
        no_es_necesario no_me_llamen no_me_llame no_me_llames no_nos_llamen no_llamen no_llame no_es_preciso
        no_quiero_mas_llamadas no_quiero_llamadas no_quiero_que_me_llamen no_deseo_que_me_llamen
        no_deseo_recibir_llamadas por_escrito solo_por_correo con_un_correo con_un_mail un_correo_basta
        me_vale_un_correo no_necesito_que_me_llamen dejen_de_llamar dejen_de_llamarme ya_no_hace_falta ya_no_necesito
        no_por_telefono nada_de_llamadas sin_llamadas llamadas_comerciales no_hay_necesidad innecesario innecesaria
        no_tienen_que_llamar no_tiene_que_llamar no_vuelvan_a_llamar no_necesito_llamada no_necesito_una_llamada
        no_quiero_una_llamada no_quiero_hablar_por_telefono sin_llamarme llamar_la_api llamar_la_funcion
        llamar_esta_funcion llamar_el_metodo llamar_el_script llame_la_api llame_la_funcion llame_esta_funcion
        llame_el_metodo llame_el_script llamen_la_api llamen_la_funcion llamen_esta_funcion llamen_el_metodo
        llamen_el_script llama_la_api llama_la_funcion llama_esta_funcion llama_el_metodo llama_el_script
        llamar_a_la_api llamar_a_la_funcion llamar_a_esta_funcion llamar_a_el_metodo llamar_a_el_script llame_a_la_api
        llame_a_la_funcion llame_a_esta_funcion llame_a_el_metodo llame_a_el_script llamen_a_la_api
        llamen_a_la_funcion llamen_a_esta_funcion llamen_a_el_metodo llamen_a_el_script llama_a_la_api
        llama_a_la_funcion llama_a_esta_funcion llama_a_el_metodo llama_a_el_script
    """),
    topics=words("""
        cuando_suene correos_automaticos renovacion_automatica mensajes_publicitarios pago_automatico
        persona_de_contacto en_un_comentario mencionar alarma invitar anadir asistente_de_importacion el_sistema rol
        roles boton botones objeto campo campos pagina formulario formularios widget plugin modulo permiso permisos
        api url webhook panel aprobacion aprobar apruebe cola plan licencia licencias informe ajustes captcha
        user_agent gestor_de_contrasenas administrador_de_tareas recursos_humanos centro_de_llamadas
        centros_de_llamadas llamada_de_emergencia buzon_de_voz llamadas_entrantes llamadas_salientes llamada_entrante
        transcripcion* pantalla version aspirador soldadura sip trunk menu documentacion ficha notificacion*
        sincroniza* filtro locucion centralita operador_logico borrador columna representante_legal asignar_tickets
        verificacion mensaje callback entrenar nuestros_clientes mis_clientes registro_de_llamadas llamadas_perdidas
        llamada_perdida a_la_api por_agente grupo_de_agentes telefono_de_mesa turno asistente_de_voz
        agente_de_monitorizacion gestor_de_archivos agregar agrego anado activar activo desactivar configurar eliminar
        funcion parametro parametros horario horarios grabacion_de_voz la_grabacion grabaciones mensaje_de_voz
        con_mi_equipo asignar_los_tickets
    """),
    reporting=words("""
        recibi_una_llamada recibimos_una_llamada tuve_una_llamada perdi_una_llamada gracias_al gracias_a soy_jefe
        soy_jefa soy_supervisor soy_supervisora soy_director soy_directora soy_tecnico soy_encargado soy_encargada
        soy_el_jefe soy_la_jefa hable_con_su mis_tecnicos nuestro_empleado mis_clientes_quieren los_clientes_quieren
        mis_clientes diferencia mi_tecnico nuestros_tecnicos jefe_quiere jefa_quiere el_director_quiere como_gerente
        soy_gerente soy_el_gerente soy_la_gerente ayer la_semana_pasada el_mes_pasado el_ano_pasado hace_un_rato
        gracias_por me_llamo llamo_alguien hable_con hable_por hable_ayer me_dijo me_aseguro me_prometio me_llamaron
        como_quedamos como_acordamos mi_jefe mi_jefa mi_gerente mi_director nuestra_directora nuestro_director
        nuestro_jefe mi_companero mi_companera nuestro_companero nuestra_companera nuestros_agentes mi_equipo
        nuestro_equipo superviso haciendose_pasar de_parte_de soy_la_nueva soy_el_nuevo nuestros_empleados
        un_asesor_me un_agente_me me_llaman me_siguen_llamando me_llaman_todos mi_gestor nuestro_tecnico los_clientes
        cuando_llaman reserva_llamando se_fue_de a_mi_equipo con_mi_equipo
    """),
    fillers=words("""
        un una el la por favor porfa x gracias ya ahora mismo urgente quiero necesito hablar con no maquina bot robot
        hola buenas buenos dias tardes me al ayuda de verdad
    """),
    joining=words("que quien para donde cual si porque y o e con_quien"),
)
