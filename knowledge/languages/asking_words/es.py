"""This module holds the Spanish words that tell what a ticket asks for."""

from knowledge.languages.base import AskingWords, words

ASKING = AskingWords(
    interrogatives=words("""
        cómo por_qué dónde cuánto cuánta cuántos cuántas cuál cuáles qué quién quiénes a_quién en_qué de_qué para_qué
        desde_cuándo hasta_cuándo
    """),
    inverted=words("""
        puedo_yo se_puede podemos_nosotros pueden_ustedes podrían_ustedes podría_usted puede_usted hay_alguna
        hay_algún hay_forma hay_manera es_posible es_normal tengo_que_hacer tenemos_que_hacer hace_falta existe_alguna
        existe_algún me_podéis me_podrían nos_podéis nos_podrían me_pueden nos_pueden
    """),
    requests=words("""
        por_favor porfavor porfa ruego rogamos necesito necesitamos necesita necesitaría necesitaríamos quiero
        queremos quisiera quisiéramos quería queríamos me_gustaría nos_gustaría desearía deseamos pueden podrían
        podéis podríais puede_usted podría_usted dígame díganme díganos decidme decirme indicarme indíquenme
        me_indican explicarme explíquenme solicito solicitamos pido pedimos agradecería agradeceríamos busco buscamos
        quiere_saber saber_si saber_cómo saber_el exijo
    """),
    imperatives=words("""
        envíen envíe enviad manden mande mandad expliquen explique digan diga cancelen cancele devuelvan devuelva
        reembolsen borren borre eliminen elimine añadan añada cambien cambie revisen revise corrijan corrija
        comprueben desbloqueen desbloquee restauren amplíen activen desactiven pasen pongan creen den cambiad quitad
        quiten poned
    """),
    problems=words("""
        no ni nada nunca ningún ninguna ninguno nadie sin error errores vacío vacía vacíos vacías mal falta faltan
        falló falla fallan fallo bloqueado bloqueada bloquea cuelga colgado colgada desaparecido desaparecida
        desapareció perdido perdida perdí rechaza rechazado rechazada doble duplicado duplicada duplicados dos_veces
        lento lenta tarde caducado caducada inválido inválida incorrecto incorrecta equivocado equivocada raro raros
        rara raras imposible negro negra incompleto rompió roto rota vencida vencido
    """),
    adding=words("""
        también además asimismo por_otro_lado por_otra_parte otra_cosa otra_pregunta otra_duda otro_tema otro_asunto
        otro_problema aparte aparte_de de_paso por_cierto segundo en_segundo en_tercer segunda tercero luego
        ya_que_estoy ya_que_estamos una_cosa_más una_última última_pregunta última_cosa y_cómo y_dónde y_cuánto
        y_por_qué y_qué y_cuál y_se_puede y_puedo y_pueden y_podrían y_necesito y_necesitamos y_quiero y_queremos
        y_por_favor y_también y_además y_otra y_nos y_si y_hay y_el y_la y_mi y_nuestra y_nuestro ps p_d pd p_s
        igualmente cambiando_de aprovecho ya_puestos de_camino
    """),
    several=words("""
        dos_preguntas tres_preguntas dos_cosas tres_cosas dos_temas dos_dudas tres_dudas dos_consultas tres_consultas
        varias_preguntas varias_cosas varias_dudas algunas_preguntas unas_preguntas un_par_de dos_asuntos
        dos_problemas varios_temas primero primera en_primer
    """),
    referring=words("""
        eso esto ese esta este esa ello ellos ellas mismo así allí ahí si_no si_es en_ese_caso
    """),
    vague=words("""
        ayuda ayudar ayúdenme ayudadme ayúdame ayuden ayudarme ayudan socorro auxilio asistencia soporte pregunta
        preguntas duda dudas consulta problema problemas inconveniente incidencia incidencias error errores fallo
        fallos falla fallan avería lío funciona funcionan funcionaba funcionar va van iba anda andan marcha sirve roto
        rota mal raro rara extraño urgente urgentemente urgencia rápido pronto cuanto antes posible inmediatamente ya
        app aplicación aplicacion programa software herramienta plataforma sistema web página pagina sitio servicio
        producto cuenta ordenador computadora pc ferrowick gracias hola buenas buenos buen días dias tardes noches día
        estimado estimada estimados estimadas señor señora señores equipo saludo saludos cordial cordiales atentamente
        alguien nadie algo nada todo toda todos cosa cosas tema asunto caso hoy ayer mañana semana semanas horas hora
        rato tiempo siempre vez veces otra otro nuevo sigue siguen sigo desde hace respuesta responder respondan
        contesten contestar mensaje correo email ticket contacto contactar arreglar arreglen arreglarlo solucionar
        solucionen solución resolver mirar miren mirad revisar revisen ver hacer hago hacemos pasa pasando pasó ocurre
        sé sabe saber entiendo entender necesito necesitamos quiero quisiera puedo puede pueden podemos podéis podrían
        podría poder puedan favor porfavor porfa ruego entrar intentado intento intentamos probado verdad realmente
        perdón disculpe disculpen fatal horrible desastre molesto cliente usuario foto captura imagen adjunto adjunta
        re rv fwd ok sí vale bueno pues parece esperando espero esperamos estoy estamos tengo tenemos tener me nos os
        mismo misma igual mismos ayudita idea ideas teléfono móvil celular tablet dispositivo navegador técnico
        técnica importante grave crítico prioridad imposible difícil correctamente repente lamentablemente
        completamente totalmente noticias novedades lunes martes miércoles jueves viernes sábado domingo noche
        mediodía fin desesperado desesperada basura mierda diablos traba traban jala sirven usar uso utilizar pronta
        brevedad agradezco agradecería adelantado antemano información informaciones consejo explicar explica razón
        trabajar
    """),
    telling=words("contraseña factura"),
)
