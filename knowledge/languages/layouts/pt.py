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
    form_fields=("(?:seu |o seu )?(?:nome|e-?mail)", "empresa", "telemóvel", "nome", "e-?mail", "telefone", "assunto"),
    form_messages=("(?:sua )?mensagem", "descrição", "problema", "dúvida"),
    form_frames=("formulário",),
    form_questions=(r"descreva\b.{0,50}", r"o que aconteceu\b.{0,30}"),
    form_extras=(
        "página",
        "url",
        r"\bip\b",
        "navegador",
        "privacidade",
        "consentimento",
        "anexos?",
        "prioridade",
        "enviad[oa]",
    ),
    form_footers=(
        r"enviad[oa] (?:em|de|por|através)\b.{0,60}(?:formulário|://|www|\d)",
        r"est[ae] (?:mensagem|e-?mail) foi\b.{0,80}(?:formulário|automaticamente|enviad)",
    ),
    cautions=("não (?:clique|abra|responda)", "tenha cuidado"),
    reply_above=("(?:responda|escreva) acima desta linha",),
    quoting=("Citando", "Quoting"),
    afterthoughts=("(?:quase )?(?:me )?esqueci",),
    in_colour=(
        "(?:em|a) (?:negrito|itálico)",
        "por baixo de cada",
        "(?:em|a) (?:vermelho|azul|verde)",
        "entre as linhas",
    ),
    about_people=("nomes?", "pessoas?", "endereço|morada", "seguintes?"),
    told=(
        "(?:me|nos) (?:escrev|envi)\\w{0,8}",
        "(?:o )?(?:seu|meu|vosso) (?:colega|suporte)",
    ),
    device_words=(
        "do|da|de|meu|minha|o|a|um|uma|com|para|por|através|a|partir|telemóvel|celular|telefone|tablet|"
        "dispositivo|app|correio",
    ),
    no_names=("erro|urgente|ajuda|reembolso|cancelar|ligue|abrir|clicar|avaria|vazio|negado|aviso|resposta",),
    data_words=(
        "endereços?|moradas?|e-?mails?|correio|números?|telefone|links?|páginas?|site|iva|nif|iban|conta|"
        "abaixo|assinatura|logotipo|dados",
    ),
)
