"""This module holds the Spanish words of messages that lean on a file."""

from knowledge.languages.leaning_words.base import LeaningWords, words

LEANING = LeaningWords(
    shots=words("""
        captura capturas captura_de_pantalla capturas_de_pantalla pantallazo pantallazos screenshot* screen_shot
        impresion_de_pantalla impr_pant foto_de_pantalla foto_de_la_pantalla grabacion_de_pantalla video_de_la_pantalla
        captu capt imprpant pantalla_capturada recorte_de_pantalla
    """),
    pictures=words("""
        foto fotos fotografia fotografias imagen imagenes img video videos clip clips gif grabacion grabaciones escaneo
        escaneado escaneada dibujo dibujos esquema esquemas croquis grafico grafica graficos mapa plano planos figura fig
        fotito fotillo pelicula ilustracion diagrama audio nota_de_voz mensaje_de_voz toma curva videito garabato
    """),
    files=words("""
        archivo archivos fichero ficheros documento documentos doc docs pdf pdfs log logs registro registros zip tabla
        tablas hoja hojas hoja_de_calculo excel xls xlsx csv word traza trazas volcado har pcap json xml export listado
        listados lista listas pestana pestanas extracto libro_de_excel presentacion diapositiva planilla relacion
        informe informes pcap trafico
    """),
    papers=words("""
        carta cartas factura facturas recibo recibos contrato contratos presupuesto albaran albaranes formulario
        formularios certificado certificados justificante justificantes copia copias correo correos mensaje mensajes hilo
        conversacion historial etiqueta aviso sentencia resolucion escritura escrito nomina nominas ticket comprobante
        comprobantes poder dni pasaporte papel papeles parte folleto pedido oficio burofax
    """),
    attached=words("""
        adjunto adjunta adjuntos adjuntas adj anexo anexa anexos anexas anexado adjuntado adjuntada adjuntados adjuntamos
        adjuntando adjuntandole adjuntandoles se_adjunta se_adjuntan acompano acompana acompanamos incluido incluida
        incluyo incluimos va_adjunto van_adjuntas a_este_correo a_este_mensaje en_este_correo con_este_correo
        en_adjunto en_el_adjunto en_los_adjuntos ver_adjunto como_adjunto le_adjunto les_adjunto os_adjunto te_adjunto
        remito remitimos aparte en_anexo en_el_anexo insertado insertada incrustada pegado pegada a_la_presente
    """),
    attachments=words(
        "un_adjunto los_adjuntos adjuntar archivos_adjuntos archivo_adjunto ficheros_adjuntos attachment"
    ),
    sending=words("""
        envio le_envio les_envio os_envio te_envio enviamos les_enviamos os_enviamos mando le_mando les_mando os_mando
        te_mando mandamos paso le_paso les_paso os_paso te_paso pasamos pongo les_pongo os_pongo le_pongo dejo les_dejo
        os_dejo le_dejo aqui_va aqui_van ahi_va ahi_van va van aqui_esta aqui_estan aqui_tienen aqui_tiene aqui_teneis
        hago_llegar comparto compartimos pego pegamos copio reenvio reenviamos aporto aportamos muestro enseno hice_una
        hice_unas hice_un saque tome grabe he_hecho he_sacado he_tomado he_grabado he_escaneado escanee filme he_puesto
        he_pegado he_enviado he_subido he_mandado hemos_hecho hemos_grabado ha_hecho ha_sacado hizo saco_una fotografie
        que_envio que_mando que_adjunto que_acompano que_les_paso lo_que_envio como_pidieron que_pidieron
        que_me_pidieron que_solicitaron como_acordamos como_prometi me_ha_llegado acabo_de_recibir me_acaba traslado
        enviando mandando subo adjunto_les les_traslado le_traslado quedo_asi me_sale_esto sale_lo_siguiente fotografiar
        fotografiado filmado filmamos escanear_la les_devuelvo devuelvo relleno rellenado cumplimentado recibido_hoy
        me_ha_llegado_esto me_llego recibi_esto espero_que_llegue espero_que_se_vea faxeado la_pantalla_que les_mando_la
        que_les_mando que_les_envio les_pongo_dos
    """),
    pointing=words("""
        ver vean ved vea vease mire miren mirad mira mirar fijense fijaos fijate fijese vedlo veanlo mirenlo miradlo cf
        confer conf compare comparen comparad compara comparar revise revisen revisad observe observen consulte
        consulten echad_un_vistazo echen_un_vistazo eche_un_vistazo un_vistazo lea lean leed escuchen escuchad abran
        abrid segun conforme a_la_vista de_acuerdo por_la_foto sigan analicen comprueben verifiquen examinen juzguen
        oigan vd a_juzgar miralo mirar_la mirar_el ojo sobre_todo
    """),
    showing=words("""
        muestra muestran se_ve se_ven se_aprecia se_aprecian se_lee se_leen se_oye ve visible visibles aparece aparecen
        pueden_ver puede_ver podeis_ver puedes_ver veran vereis vera indica ilustra demuestra explica refleja figura
        sale pone dice se_observa se_nota como_se_ve legible queda_claro lo_dice_todo se_escucha para_que_vean
        para_que_veais para_que_comparen describe prueba ensenando se_queda_con_la se_queda_asi
    """),
    within=words("""
        en_la en_el en_las en_los de_la del en_mi en_esta en_este por_la por_el en_ambas en_ambos segun_el segun_la
        en_su sobre_la sobre_el desde_el a_la al en_una en_un en_dicha
    """),
    this=words("""
        esto eso este esta estos estas ese esa esos esas aquello asi de_esta_forma lo_siguiente siguiente siguientes
        la_cosa la_cosa_esa esa_cosa esto_de_aqui este_de_aqui lo_mismo igual tal tal_cual la_misma el_mismo lo_de
        tampoco aqui ahi mismo ahora_pone el_resultado eso_de este_tampoco esa_luz esta_luz ese_simbolo este_simbolo
        ese_icono este_icono esa_cosita esas_rayas estas_rayas como_esos como_estas como_este la_luz_esa el_trasto
    """),
    places=words("""
        abajo arriba debajo encima izquierda derecha a_continuacion mas_abajo mas_arriba al_pie esquina centro al_lado
        de_arriba de_abajo de_la_izquierda de_la_derecha al_dorso dorso reverso anverso bajo_mi_firma borde siguiente_linea
        al_final por_detras
    """),
    marks=words("""
        rodeado rodeada rodeados redondeado redondeada senalado senalada senalados senaladas subrayado subrayada
        subrayados subrayadas resaltado resaltada resaltados resaltadas marcado marcada marcados marcadas marque flecha
        flechas circulo circulos cruz cruces equis tachado tachada tachados tachamos tache asterisco asteriscos
        fosforito rotulador boli boligrafo lapiz recuadro recuadrado recuadrada enmarcado coloreado coloreada sombreado
        sombreada numerado rodee puntito manuscrito manuscrita anotado anotada he_marcado he_rodeado he_senalado
        he_subrayado al_margen margen mis_notas mis_comentarios mis_anotaciones notas anotaciones comentarios_al globos
        signo_de_exclamacion interrogacion triangulo triangulito garabateado
    """),
    colours=words("""
        rojo roja rojos rojas amarillo amarilla amarillos amarillas verde verdes azul azules naranja morado morada
        negrita
    """),
    parts=words("""
        fila filas linea lineas pagina paginas columna columnas celda celdas parrafo entrada entradas partida partidas
        punto puntos casilla casillas pestana minuto minutos segundo segundos paquete paquetes hoja numero posicion
        posiciones valor valores apartado campo concepto renglon renglones
    """),
    ordinals=words("""
        primer primero primera segundo segunda tercer tercero tercera cuarto cuarta ultimo ultima ambos ambas dos tres 1 2 3
        4 5 el_otro la_otra el_que la_que los_que las_que cual_de el_uno uno_de cada_una
    """),
    meaning=words("""
        que_es_esto que_es_eso que_significa_esto que_significa_eso que_quiere_decir que_significa es_eso es_esa
        esto_es_normal para_que_sirve esto_para que_hago_con a_proposito es_vuestro es_suyo es_de_ustedes es_una_estafa
        estafa les_suena os_suena que_me_dicen que_opinan por_que_hace por_que_sale_esto por_que_pasa_esto
        no_lo_entiendo no_entiendo que_ha_pasado_aqui cual_es_el_bueno cual_cojo son_distintas me_obliga que_pasa_aqui
        es_bueno cual_de_las_dos cual_de_los_dos cual_elijo que_elijo cual_tengo_que donde_pincho donde_hago_clic
        que_pulso tengo_que_preocuparme debo_preocuparme de_verdad_es por_que_son_distintos es_verdad que_cable
    """),
    asking=words("""
        como_puedo como_se como_pongo como_hago como_podemos como_anado como_adjunto como_subo como_cambio como_descargo
        donde_puedo donde_esta donde_veo donde_se cuanto cuanta cuantos cuantas puedo_ver puedo_poner puede_un podemos
        se_puede se_pueden es_posible posible hay_forma hay_manera hay_alguna forma_de manera_de existe quiero queremos
        quisiera queria me_gustaria nos_gustaria necesito necesitamos tengo_que debo quien_puede quien que_formato que_tamano
        que_medidas cual_es_el admite admiten aceptan permite permiten ofrecen tienen_alguna lo_permite eliminen rogamos
        borren pueden_recuperar pueden_borrar conservan ensenenme se_anade caben maximo quien_la puedo_desactivar
        hay_algun
    """),
    coming=words("""
        puedo_enviar puedo_mandar puedo_enviarles puedo_hacer puedo_mandarles podria_enviar si_quieren si_les_sirve si_hace_falta
        si_lo_necesitan si_ayuda en_caso_necesario necesitan quieren_que hace_falta manana luego mas_tarde esta_tarde
        esta_noche la_semana_que_viene enviare mandare les_enviare adjuntare por_correo_postal llevare a_que_correo
        a_que_direccion donde_envio donde_mando donde_lo basta bastaria es_suficiente les_vale prefieren hare puedo_subir
        a_su_disposicion les_dejo_los no_quiero_subir se_la_mando
    """),
    yours=words("""
        su sus vuestro vuestra vuestros vuestras tu pagina_de_ayuda su_web su_ayuda manual tutorial documentacion centro_de_ayuda
        preguntas_frecuentes instrucciones que_me_enviaron que_nos_enviaron
    """),
    topics=words("""
        subir subida subidas subo_un cargar carga descargar descarga descargas exportar exportacion exporta exporte
        exportan importar importacion importa app aplicacion aplicaciones boton botones menu limite limites tamano peso
        pesar mb gb megas formato formatos funcion opcion opciones ajustes configuracion vista_previa miniatura
        miniaturas galeria editor reproductor camara camaras webcam escaner impresora escanear api modulo integracion
        extension portal carpeta carpetas biblioteca almacenamiento nube copia_de_seguridad cuota plan plan_basico
        licencia plantilla plantillas avatar logo logotipo banner cabecera perfil firma encabezado pie resolucion
        pixeles comprimir recortar girar pixelar marca_de_agua ocr directo emision sincronizacion automaticamente
        automatico cada_mes restaurar recuperar borrar borre eliminar elimine eliminado versiones permisos permiso rol
        auditoria conservacion rgpd compartido compartidos compartir renombrar ordenar sftp ftp asistente filtro spam
        bandeja bandeja_de_salida videollamada videollamadas reunion reuniones fondo sonido microfono notificacion
        notificaciones busqueda arrastrar portapapeles atajo anadir insertar imprimir impresion gasto anuncios
        carne_digital productos cuadro modo_oscuro telefonos boletin cargan cargarse lentas guardar guardo guardarlo
        guardado imprime calidad invertida invertidas espejo deformada convertir conversion lote incrustar generar crear
        selfie selfies colores tienda producto catalogo grabar reenvio_correos se_pierden pierden los_adjuntos_se
        carga_lenta firma_de_correo mostrar visualizar capturar actualizacion_las
    """),
    failing=words("""
        error falla fallan fallo bloquea bloqueada se_queda se_cierra se_cuelga no ningun ninguna rechaza rechazado
        imposible vacio vacia en_blanco falta faltan desaparece desaparecen lento lenta mal equivocado corta negro
        no_aparece no_llega no_funciona
    """),
    every=words("""
        cada todos todas todo toda algunos algunas varios varias ningun ninguna cuando_subo cuando_abro cuando siempre_que
        al_abrir al_subir nuevo nueva nuevos clientes usuarios unos unas sin muchas muchos
    """),
    joining=words("que quien porque y o si cuando"),
)
