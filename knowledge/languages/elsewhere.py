"""This module holds the machine marks of languages that we do not answer in: their machines write to us as well."""

from knowledge.languages.base import MachineMarks

MACHINES = MachineMarks(
    subjects=(
        # Italian
        "risposta automatica|fuori (?:ufficio|sede)|assente|mancata consegna|ricevuta di (?:lettura|ritorno)|letto",
        "resposta automática|fora do escritório|ausência|mensagem automática|não entregue|lida",  # Portuguese
        # Dutch
        "automatisch (?:antwoord|bericht)|afwezig(?:heid(?:sbericht|sassistent|smelding)?)?|niet bezorgd|"
        "onbestelbaar|gelezen",
        "odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|poza biurem|nieobecność|"
        "niedostarczon[aey]|przeczytane",
        "automatiskt svar|autosvar|frånvaro(?:meddelande)?|oleverer(?:bart|at)|automatisk svar|fravær|ikke på kontoret",
        "automaattinen vastaus|poissaolo(?:ilmoitus)?|poissa",  # Finnish
        "automatická odpověď|mimo kancelář|nedoručiteln[áéo]|přečteno|automatická odpoveď|automatikus válasz|"
        "házon kívül",
        "răspuns automat|automatski odgovor|samodejni odgovor",
        "автоматический ответ|автоответ|вне офиса|автоматична відповідь|αυτόματη απάντηση",
        "自動応答|自動返信|不在(?:通知|のお知らせ)?|自动(?:回复|答复)|外出(?:通知)?|자동 ?(?:회신|응답)|부재중",
    ),
    senders=(
        "non-?rispondere",
        "nao-?respond(?:a|er)",
        "(?:niet|geen)-?(?:antwoord(?:en)?|beantwoorden|reageren)",
        "nie-?odpowiada(?:c|j)",
        "(?:svara|svar|svare?)-?(?:inte|ej|ikke)",
        "(?:inget|ikke)-?svar",
        "(?:ei|ala)-?vasta(?:ta|a)?",
        "neodpovid(?:at|ejte)",
        "ne-?valaszolj(?:on)?",
        "ne-?otvechaj?te?",
        "yanitlamayiniz",
    ),
    generated=(
        "(?:questo|questa) (?:è|messaggio|e-?mail|mail).{0,40}automatic",
        "esta é uma mensagem automática|(?:este|esta) (?:e-?mail|mensagem).{0,30}automatic",
        "dit (?:is een automatisch|bericht .{0,30}automatisch)|(?:deze|dit) (?:e-?mail|mail|"
        "bericht) .{0,30}automatisch",
        "wiadomość .{0,30}automatyczn|(?:ta|to) wiadomość .{0,40}automatyczn",
        "(?:detta|dette|denne) .{0,40}automati[cs]k",
        "tämä on automaattinen|toto je automatick|ez egy automatikus|bu otomatik|это автоматическ|"
        "сообщение .{0,30}автоматически",
    ),
    unanswered=(
        "(?:si prega di )?non rispondere|(?:por favor,? )?não responda|(?:gelieve )?niet (?:te )?(?:be)?antwoorden",
        "prosimy nie odpowiadać|svara inte|svar ikke|älä vastaa|neodpovídejte|не отвечайте",
    ),
    replies=(
        r"\bsono (?:fuori|assente|in ferie|in vacanza)\b|\bsarò (?:assente|di ritorno)\b|\bper (?:le )?urgenze\b",
        r"\bestou (?:fora|ausente|de férias)\b|\bem caso de urgência\b",
        r"\bik ben .{0,40}\b(?:afwezig|niet (?:aanwezig|bereikbaar)|met vakantie|op vakantie)\b|\bvoor dringende\b",
        r"\bjestem .{0,30}(?:nieobecn|na urlopie|poza biurem)|\bw pilnych sprawach\b|\bzgłoszenie zostało\b",
        r"\bjag är .{0,30}(?:borta|på semester|ledig)|\bjeg er .{0,30}(?:på ferie|fraværende|ikke på)",
        r"\bolen .{0,30}(?:poissa|lomalla)|\bjsem .{0,30}(?:mimo|na dovolené)|\bszabadságon\b|\bizinde(?:yim)?\b",
        r"\b(?:меня не будет|в отпуске|отсутствую|до \d)|不在|休暇|休業|休假|부재|휴가",
    ),
    undelivered=(
        "impossibile (?:recapitare|consegnare)|non (?:recapitat|consegnat)|não (?:foi|pôde ser) entregue|"
        "niet (?:worden )?bezorgd",
    ),
    unsubscribing=(
        "(?:per )?(?:cancellarti|disiscriverti|annullare l'iscrizione)|"
        "(?:para )?cancelar a (?:sua )?(?:inscrição|subscrição)",
        "afmelden voor|uitschrijven|wypisz się|avregistrera|отписаться|配信停止",
    ),
    asking=(
        "come (?:posso|si|faccio)|como (?:posso|faço)|hoe (?:kan|zet|stel)|jak (?:mogę|mam|można|wyłączyć)|"
        "hur (?:kan|gör|stänger)|как|почему",
    ),
    personal=(r"[Ii]k", r"mij", r"mijn", r"[Mm]aar", r"io", r"mio", r"mia", r"[Pp]er\u00f2"),
)
