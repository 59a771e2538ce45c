"""This module holds the words with which people take or refuse an answer in Spanish."""

from knowledge.languages.base import ThreadWords, words

THREAD = ThreadWords(
    thanks=words("""
        gracias muchas_gracias mil_gracias agradezco agradecemos agradecido agradecida agradecidos se_agradece
        muchísimas_gracias muy_agradecido thx
    """),
    kindness=words("""
        mil muchas muchísimas muy mucho mucha tan de nuevo otra_vez por para la el los las lo un una su sus tu tus
        vuestra le les te os nos me mi yo es era fue estoy y a al del en con que esto eso todo toda todos rápida rápido
        rapidez pronta pronto ayuda asistencia soporte apoyo respuesta respuestas contestación información info
        explicación aclaración consejo paciencia tiempo trabajo servicio atención amabilidad gestión buena bueno buenas
        buenos bien excelente perfecto perfecta genial estupendo fenomenal fantástico maravilloso súper super vale ok
        okay sí de_acuerdo entendido comprendido claro recibido hola estimado estimada estimados equipo buenos_días
        buenas_tardes buenas_noches día días tarde tardes noche fin semana saludo saludos cordial cordiales un_saludo
        atentamente abrazo feliz contento contenta encantado encantada ahora ya he ha han has hasta luego adiós pronto
        exactamente justo lo_que buscaba necesitaba quería saber voy_a_probar lo_probaré probaré lo_pruebo avisaré
        enviado_desde_mi iphone excelentes
    """),
    approving=words("""
        perfecto perfecta genial estupendo fenomenal fantástico excelente súper vale ok okay de_acuerdo entendido
        comprendido muy_bien recibido
    """),
    solved=words("""
        funciona funcionó funcionando solucionado solucionada resuelto resuelta arreglado arreglada servido útil
        encontrado ayudado llegado llegó va_bien todo_bien todo_en_orden en_orden pude he_podido problema_resuelto
        marcha entré
    """),
    closing=words("""
        ninguna_otra_pregunta no_tengo_más_preguntas sin_más_preguntas no_hay_problema sin_problema pueden_cerrar
        puede_cerrar podéis_cerrar se_puede_cerrar cerrar_el_ticket cerrar_el_caso cierren cierre_el no_hace_falta
        ya_no_hace_falta no_es_necesario no_necesito_nada nada_más eso_es_todo es_todo lo_resolví_yo ya_no_lo_necesito
    """),
    contrast=words("""
        pero sin_embargo aunque lamentablemente desgraciadamente desafortunadamente salvo solo sólo solamente excepto
        sino todavía aún también además otra otro o por_otro de_antemano antemano en_cuanto por_adelantado
    """),
    asking=words("""
        cómo cuánto cuánta cuántos cuándo dónde cuál cuáles qué quién por_qué puede pueden puedo podría podrían podríais
        podemos puedes quisiera quisiéramos quiero queremos necesito necesitamos me_gustaría pregunta preguntas
        preguntar duda dígame explique explicar envíe enviar mande revisar comprobar confirmar por_favor hay_que
        hay_alguna hay_algún tienen tiene_que debo si
    """),
    outcomes=words("""
        funcion* sirv* sirve servido ayud* soluc* solucion* resuelv* resuelto resolv* arregl* cambi* éxito efecto lleg*
        abre abrir aparec* muestra respond* respuesta contest* útil posible resultado va marcha correcto cierto claro
        vale basta
    """),
    denying=words("no nunca jamás nada ningún ninguna ninguno sin ni tampoco falla falló fallado imposible apenas"),
    refusing=words("no nop falso mentira incorrecto"),
    complaining=words("""
        todavía aún sigue seguimos sigo siguen otra_vez de_nuevo nuevamente mismo_error misma_respuesta mismo_problema
        mismo_mensaje lo_mismo el_mismo la_misma igual como_antes sin_cambios ningún_cambio sin_éxito sin_resultado
        en_vano no_me_sirve no_sirve no_ayuda no_me_ayuda inútil ya_lo_probé ya_probé ya_lo_hice ya_lo_he ya_hice
        ya_he_probado he_probado lo_probé seguí he_seguido hice_lo como_indica como_dijo como_me_dijo como_usted
        su_respuesta su_solución sus_instrucciones su_consejo sus_pasos respuesta_equivocada incorrecta no_es_correcto
        no_es_mi_pregunta mi_pregunta no_respondió no_ha_respondido no_contesta no_entendió no_me_entendió no_entienden
        no_es_lo_que no_pasa_nada no_ocurre_nada no_cambia_nada nada_cambió persiste persisten continúa continua vuelve
        volvió reaparec* peor empeor* sin_resolver no_resuelto no_está_resuelto bloqueado bloqueada en_gris falta
        segunda_vez tercera_vez cuántas_veces ignorado lean leyó leído frustr* molest* decepcion* ridículo inaceptable
        broma copiar_y_pegar robot bot automática espero esperando no_encuentro no_veo no_aparece no_existe no_está
        no_hay_ningún no_hay_ninguna no_disponible
    """),
    pointing=words("""
        eso esto esa ese aquello ello él ella ellos ellas se_lo allí ahí entonces luego mismo misma paso pasos arriba
        mencionado mencionada dijo usted_dijo el_enlace el_botón la_página el_menú la_opción el_ajuste el_campo
        el_correo el_código el_archivo la_lista su_respuesta su_correo su_mensaje en_ese_caso y_para y_si después_de_eso
        antes_de_eso
    """),
    vague=words("""
        problema* consulta* urgente* importante* error* ayuda soporte mensaje correo email ticket caso contacto rv fwd
        cliente prueba asunto solicitud* incidencia* información
    """),
)
