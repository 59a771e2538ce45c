"""This module holds the Spanish words in which a sentence and its passage can differ."""

from knowledge.languages.claim_words.base import (
    BoundWords,
    ClaimWords,
    ExtentWords,
    ModalWords,
    OrderWords,
    RowWords,
    SameWords,
    StateWords,
    UnitWords,
    words,
)

_STATES = StateWords(
    open=words("abierto abierta abiertos abiertas pendiente pendientes"),
    unpaid=words("impagado impagada impagadas no_pagada no_pagado no_está_pagada no_está_pagado sin_pagar"),
    paid=words("pagado pagada pagados pagadas abonada saldada"),
    overdue=words("vencido vencida vencidos vencidas atrasada"),
    refunded=words("reembolsado reembolsada reembolsados reembolsadas devuelto devuelta"),
    cancelled=words("cancelado cancelada cancelados canceladas anulado anulada"),
    active=words("activo activa activos activas"),
    paused=words("suspendido suspendida pausado pausada en_pausa"),
    locked=words("bloqueado bloqueada bloqueados bloqueadas"),
    read_only=words("solo_lectura sólo_lectura"),
    trial=words("prueba pruebas"),
    fixed=words("corregido corregida resuelto resuelta solucionado solucionada"),
    unfixed=words(
        "no_corregido no_está_corregido no_resuelto no_está_resuelto sin_resolver no_solucionado sin_corregir"
    ),
    included=words("incluido incluida incluidos incluidas incluye incluyen comprende"),
    available=words("disponible disponibles ofrecido admitido"),
    unavailable=words("no_disponible no_disponibles no_está_disponible no_están_disponibles"),
    deprecated=words("obsoleto obsoleta retirado retirada descatalogado"),
    required=words("obligatorio obligatoria obligatorios obligatorias requerido requerida necesario necesaria"),
    optional=words("opcional opcionales voluntario"),
    valid=words("válido válida válidos válidas vale"),
    expired=words("caducado caducada caducados caducadas expirado inválido"),
    free=words("gratis gratuito gratuita gratuitos gratuitas"),
    declined=words("rechazado rechazada rechazados rechazadas denegado"),
    accepted=words("aceptado aceptada aceptados aceptadas"),
    approved=words("aprobado aprobada aprobados aprobadas"),
    on=words("activar active_la activado activada activación encender encendido"),
    off=words("desactivar desactive desactivado desactivada desactivación apagar apagado"),
    online=words("en_línea con_conexión"),
    offline=words("sin_conexión fuera_de_línea"),
)

_MODALS = ModalWords(
    can=words("puede pueden puedes podrá podrán podemos posible permite permiten"),
    must=words("debe deben debes deberá deberán hay_que tiene_que tienen_que"),
    need_not=words("""
        no_es_necesario no_hace_falta no_tiene_que no_hay_que no_necesita no_es_obligatorio no_es_necesaria
    """),
    should=words("debería deberían recomendamos recomienda recomendado conviene"),
    only=words("solo sólo solamente únicamente exclusivamente"),
)

_BOUNDS = BoundWords(
    at_least=words("al_menos como_mínimo mínimo mín por_lo_menos"),
    at_most=words("como_máximo máximo a_lo_sumo máx no_más_de"),
    more=words("más_de más_que superior superiores supera"),
    less=words("menos_de menos_que inferior inferiores"),
    about=words("aproximadamente unos unas casi alrededor_de cerca_de"),
)

_ORDER = OrderWords(
    before=words("antes"),
    after=words("después tras"),
    until=words("hasta"),
    since=words("desde a_partir"),
    within=words("en_un_plazo_de dentro_de"),
    instead=words("en_lugar_de en_vez_de"),
    from_date=words("del de"),
    to_date=words("al"),
)

_EXTENTS = ExtentWords(
    all=words("todo toda todos todas cada cualquier cualquiera entero entera"),
    some=words("algunos algunas varios varias ciertos ciertas"),
    most=words("mayoría generalmente"),
    both=words("ambos ambas"),
    always=words("siempre"),
    also=words("también"),
    automatic=words("automático automática automáticamente"),
    manual=words("manual manualmente a_mano"),
)

_UNITS = UnitWords(
    second=words("segundo segundos seg"),
    minute=words("minuto minutos min"),
    hour=words("hora horas h"),
    day=words("día días"),
    working_day=words("día_laborable días_laborables día_hábil días_hábiles"),
    week=words("semana semanas"),
    month=words("mes meses"),
    quarter=words("trimestre trimestres trimestral"),
    year=words("año años"),
    daily=words("diario diaria diariamente"),
    weekly=words("semanal semanales semanalmente"),
    monthly=words("mensual mensuales mensualmente"),
    yearly=words("anual anuales anualmente"),
    percent=words("% por_ciento"),
    euro=words("€ eur euro euros"),
    dollar=words("$ usd dólar dólares"),
    per=words("por"),
)

_ROWS = RowWords(
    invoice=words("factura facturas"),
    due=words("vence vencimiento pagadera"),
    billed=words("facturado facturada facturación"),
    costs=words("cuesta cuestan precio coste costo"),
    plan=words("plan planes suscripción"),
    seats=words("licencia licencias puesto puestos plaza plazas licencias_de_pago licencia_de_pago puestos_de_pago"),
    renews=words("renueva renovación se_renueva"),
    addon=words("complemento complementos extra extras módulo módulos"),
    status=words("estado"),
    workspace=words("espacio cuenta espacios"),
    issue=words("problema_conocido problemas_conocidos error_conocido"),
    affects=words("afecta afectan"),
)

_SAME = SameWords(
    click=words("pulse pulsar pulsa clic toque tocar haga_clic"),
    choose=words("elija elegir elige seleccione seleccionar selecciona escoja"),
    mail=words("correo correos e_mail email correo_electrónico"),
    sign_in=words("inicie_sesión iniciar_sesión inicia_sesión inicio_de_sesión entrar"),
    edit=words("cambiar cambie cambia modificar modifique modificado modificada editar edite"),
    begin=words("empezar empieza comenzar comienza inicia iniciar inicie"),
    finish=words("terminar termina terminado finalizar finaliza finalizado"),
    get=words("recibir recibe recibirá recibido obtener obtiene"),
    picture=words("foto fotos imagen imágenes"),
    show=words("muestra muestran mostrar aparece aparecen ver ve"),
)

CLAIMS = ClaimWords(
    states=_STATES,
    modals=_MODALS,
    bounds=_BOUNDS,
    order=_ORDER,
    extents=_EXTENTS,
    units=_UNITS,
    rows=_ROWS,
    same=_SAME,
    denying=words("no ni nunca ningún ninguna ninguno tampoco jamás nadie nada"),
    lacking=words("sin"),
    denied_before=False,
    joining=words("y e pero mientras porque que"),
    endings=(
        "iones", "ión", "ando", "iendo", "ados", "adas", "ado", "ada", "es", "as", "os", "an", "en", "ar", "er", "ir", "a",
        "e", "o", "s",
    ),
    ones=words("un una"),
    neutral=words("""
        además así entonces luego después_de_esto sí dicho dicha además mediante cuyo cuya aunque mientras
        importe actualmente usted ustedes favor ello
    """),
    telling=words("contraseña factura cuenta correo ayuda siempre ahora hoy ayer mañana ya aún aun funciona todo toda"),
    months=(
        words("enero"), words("febrero"), words("marzo"), words("abril"), words("mayo"), words("junio"), words("julio"),
        words("agosto"), words("septiembre setiembre"), words("octubre"), words("noviembre"), words("diciembre"),
    ),
)  # fmt: skip
