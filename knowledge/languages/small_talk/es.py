"""This module holds the Spanish words of small talk in an answer."""

from knowledge.languages.small_talk.base import SmallTalk, words

SMALL_TALK = SmallTalk(
    telling=words("""
        gracias agradec* no_dude no_duden dude_en duden_en a_su_disposicion su_disposicion disposicion quedo_a quedamos_a
        avisenos aviseme haganos_saber hagame_saber diganos digame cuentenos escribanos nos_dice me_dice
        ponerse_en_contacto en_contacto volvere_a_escribir volveremos_a_escribir le_escribire le_escribiremos
        le_mantendre le_mantendremos mantendremos_informad* al_tanto espero_que esperamos_que espero esperamos lo_siento
        lo_sentimos sentimos disculp* molestias lament* he_mirado hemos_mirado he_revisado_su hemos_revisado_su
        revisado_su he_comprobado_su comprobado_con he_consultado hemos_consultado consultado_con he_pasado hemos_pasado
        pasado_su he_trasladado hemos_trasladado trasladado trasladare reenviado he_reenviado he_tomado_nota
        hemos_tomado_nota tomo_nota tomamos_nota anotado entiendo_que entendemos_que entiendo_su entendemos_su
        comprendo comprendemos buen_dia buenas_tardes buen_fin saludos un_saludo buena_pregunta me_alegr* nos_alegr*
        encantad* hablado_con comentado_con bienvenid* cierro_este cerramos_este le_llamare le_llamaremos me_encargo
        nos_encargamos con_mucho_gusto con_gusto de_nada
    """),
    beside=words("""
        cuenta caso solicitud consulta pregunta preguntas mensaje correo problema asunto situacion comentario
        informacion detalles idea deseo sugerencia equipo companero companera companeros producto desarrollo
        desarrolladores departamento soporte mas otra otras cualquier algo ayuda ayudar ayudarle ayudado necesita necesite
        saber respuesta respondido claro hoy manana pronto breve rapidamente tarde semana lunes martes miercoles jueves
        viernes tiempo momento posible ocurrido causado retraso confusion paciencia comprension hola estimado estimada
        ahora nuevo cuanto novedades noticias probar funciona contactar escribir escrito enviado personalmente
        directamente mismo interno internamente bien muy mucho muchas buena seguro supuesto nos le les su sus usted
        ustedes nuestro nuestra aqui ticket tiene tenga haber hemos he sera seguimos seguire atencion paso cosa
    """),
)
