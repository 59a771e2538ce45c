"""This module holds the German words of small talk in an answer."""

from knowledge.languages.small_talk.base import SmallTalk, words

SMALL_TALK = SmallTalk(
    telling=words("""
        danke dank bedanke* bedanken gerne_zur_verfugung zur_verfugung melden_sie_sich melde_mich melden_uns
        geben_sie_uns_bescheid geben_sie_mir_bescheid geben_bescheid gebe_bescheid bescheid sagen_sie_uns
        schreiben_sie_uns zogern hoffe_das hoffe_ich hoffen_wir hoffen_das hoffe_dass hoffen_dass hoffe weitergeholfen
        weiterhelfen entschuldig* unannehmlichkeiten tut_mir_leid tut_uns_leid leider_sehr bedauer* angesehen angeschaut
        nachgesehen nachgeschaut gepruft_und prufe_das prufen_das geprufte kummere kummern_uns weitergeleitet
        leite_weiter leiten_weiter weitergegeben gebe_weiter geben_weiter gebe_ich geben_wir vermerkt notiert
        halten_sie_auf_dem_laufenden auf_dem_laufenden verstehen_ihr* verstehe_ihr* verstehen_dass verstehe_dass
        kann_verstehen freut_mich freut_uns freue_mich freuen_uns schonen_tag schones_wochenende schonen_abend
        schone_woche mit_freundlichen viele_grusse gute_frage besprochen gesprochen zuruckkommen auf_sie_zu
        komme_auf_sie kommen_auf_sie rufe_sie rufen_sie_an_sobald schliesse_das_ticket schliessen_das_ticket
        helfe_ihnen_gerne helfen_ihnen_gerne helfe_gerne helfen_gerne willkommen wunsche_ihnen wunschen_ihnen
        gern_geschehen gerne_geschehen
    """),
    beside=words("""
        konto fall anfrage frage fragen nachricht mail e anliegen problem angelegenheit situation ruckmeldung hinweis
        idee wunsch vorschlag team kollege kollegin kollegen kolleginnen produktteam entwicklung entwickler abteilung
        support weitere weiteren noch etwas anderes hilfe hilft geholfen brauchen benotigen wissen antwort beantwortet
        heute morgen bald kurze umgehend spater woche nachmittag montag dienstag mittwoch donnerstag freitag zeit
        moment schnell moglich passiert verursacht arger verzogerung verwirrung geduld verstandnis hallo liebe lieber
        jetzt nochmals wieder sobald neuigkeiten neues gehort versuchen klappt funktioniert kontakt schreiben gesendet
        personlich direkt selbst genau intern gerne gern jederzeit sehr herzlich herzlichen vielen gut schon weiter
        sicher naturlich ticket hier weiterhin sache darum ihnen sie ihr ihre ihren ihrem haben habe wir ich uns mir
    """),
)
