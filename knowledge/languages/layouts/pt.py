"""This module defines what programs write around a customer's words in Portuguese."""

from knowledge.languages.layout import Headers, Layout

LAYOUT = Layout(
    headers=Headers(
        sender=("De",), date=("Enviad[ao](?: em)?", "Data"), receiver=("Para",), copy=("Cc",), subject=("Assunto",)
    ),
    on=("Em", "A"),
    wrote=("escreveu",),
    original=("Mensagem original",),
    forwarded=("Mensagem (?:encaminhada|reencaminhada)", "Início da mensagem (?:encaminhada|reencaminhada)"),
    replies=("res",),
    forwards=("enc",),
    pointers=("(?:ver|veja) (?:abaixo|em baixo)",),
    devices=(r"Enviad[ao] (?:do|da|a partir d[eoa]) ",),
    closings=("(?:com os melhores |melhores )cumprimentos", "atenciosamente"),
    thanks=("cumprimentos", "obrigad[oa]", "abraços?"),
    notice_starts=("Esta mensagem", "Este e-?mail"),
    notice_marks=("confidencia[li]s?", "destinatári[oa]s?", "por engano", "elimin[ae]"),
    footers=("antes de imprimir", r"sem vírus\b"),
    banners=("atenção",),
    outside=("extern[oa]",),
    form_fields=("nome", "e-?mail", "telefone", "assunto"),
    form_messages=("(?:sua )?mensagem", "descrição", "problema", "dúvida"),
    form_frames=("formulário", "enviado em", "privacidade"),
)
