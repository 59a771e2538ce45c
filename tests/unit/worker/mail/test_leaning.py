"""A message that leans on a file, in every language, and one that only writes about files."""

import pytest

from worker.mail.leaning import rule
from worker.mail.leaning.dependence import leans_on_attachment, subject_leans

LEANS = {
    "en": """
        Pls find the error log enclosed herewith.
        Take a peek at the photo, that's the whole story.
        I'm pasting the screen below [image]
        There's a picture of it with this.
        Photographed it for you, see file.
        My secretary scanned the page and added it here.
        Please review the document I have attached and call me.
        Not sure how to explain so here's a pic
        Crash dump is in the attached archive.
        Refer to image 2 for the wrong figure.
        Invoice attached, why is it so high?
        Got this when I logged in this morning:
        The letter I got from you is attached. Is it real?
        See the red arrow in my screenshot.
        It says what you see on the picture.
        Does the attached look right to you?
        Both screenshots are from the same account.
        FYI - screencap
        Video of the problem: VID_20240311_081244.mp4
        the thing in the pic keeps popping up
        I have uploaded the log here with this ticket
        See the screenshot
        see attached
        pls see pic
        Please find attached the log from this morning.
        I've attached a screenshot of the error.
        Attached is what our customer received. Is it genuine?
        It looks like the photo I'm sending along.
        As shown in the attached picture, the total is wrong.
        Here is a screenshot:
        This is what I get:
        Screenshot below.
        My daughter took a picture of the screen for me, hope you can make sense of it
        The photo shows what happens when I press Save.
        Could you take a look at the enclosed document and confirm?
        I recorded a short video of the crash.
        Full trace in the zip.
        Error message in screenshot
        What does the message in this picture mean?
        The pdf with this email has all the steps to reproduce.
        Everything is in the attached letter from our lawyer.
        look at this
        What is this? [cid:image001.png@01DB3A2B.5C3D4E50]
        [image: image.png]
        this happens <img src="cid:part1">
        It still does it (IMG_2231.MOV)
        Sending over the spreadsheet with the wrong rows marked.
        Same error as on the second screenshot.
        Log attached, happens on all three machines.
        Can you see the picture? That is the message.
        The highlighted line in the screenshot should be 40, not 4.
        I have enclosed the form you asked for.
        pic attached
        Compare the two images please
        how do I fix the error in the attached screenshot?
        Please check attached file and advise.
        Can you check the attached and tell me what I am doing wrong?
        we get the error shown in the attachment
        Hello, kindly refer to the attached photos of the damage.
        I'm including a screen recording so you can see the flicker.
        See my screenshots from yesterday, still not fixed.
        What am I supposed to do with this? Screenshot attached
        The attached CSV will not import, the importer stops at row 40.
    """,
    "de": """
        Hab dir mal ein Foto davon mitgeschickt.
        Beiliegend unsere Liste, bitte Punkt für Punkt beantworten.
        Auf dem Foto ist der Fehler zu erkennen.
        Die Datei hängt an dieser Mail.
        Kann mir jemand erklären, was auf dem Bild steht?
        Der rote Pfeil im Screenshot zeigt auf den falschen Betrag.
        Das Ding auf dem Foto blinkt dauernd.
        Habe den Brief von Ihnen eingescannt, siehe PDF.
        Protokoll im Anhang, Absturz reproduzierbar
        Erklärung im Video
        Ich kann es nicht erklären, deshalb ein Foto
        bitte mal draufschauen, screenshot ist dabei
        In der angehängten Excel sind die falschen Zeilen gelb.
        Ich hab's euch aufgenommen, Datei ist dran
        Ist die Mail im Anhang von euch?
        Mit dem Bild müsste es klar werden
        Bitte angehängte Rechnung korrigieren.
        hier ein Bild wie es aussieht
        Fehlermeldung s. Bild
        Ich schicke Ihnen die Aufnahme von gestern, bitte anhören.
        Siehe Screenshot
        s. Anhang
        wie auf dem Bild
        Ich bekomme die Meldung im Anhang.
        Im Anhang finden Sie das Fehlerprotokoll.
        Anbei der Screenshot mit der Fehlermeldung
        Ich habe Ihnen ein Foto angehängt.
        Ich hänge euch mal die Logdatei an.
        Das kommt bei mir:
        So sieht das bei uns aus:
        Die Fehlermeldung seht ihr auf dem Foto.
        Auf dem Screenshot sieht man, dass der Button fehlt.
        Schauen Sie sich bitte das angehängte Dokument an.
        Ich sende Ihnen die Liste mit, bitte prüfen.
        Im beigefügten Schreiben steht alles.
        Hier noch ein Bild vom Bildschirm
        Das Video zeigt den Fehler ganz gut.
        Mein Mann hat den Bildschirm abfotografiert.
        Foto
        Was soll das hier bedeuten? [Bild: image.png]
        schaut mal
        Habe einen Screenshot gemacht, da sieht man es.
        Protokoll liegt bei, bitte auswerten.
        Bild hängt dran
        Details entnehmen Sie bitte der Anlage.
        Die genaue Meldung steht im Screenshot.
        Gleicher Fehler wie in der angehängten Mail.
        Können Sie mit der beiliegenden Datei etwas anfangen?
        Log ist angehängt.
        Die Rechnung im Anhang ist doppelt, welche gilt?
        Wie behebe ich den Fehler im Anhang?
        Ist das normal? Siehe Foto.
        Bitte beachten Sie die Anlage.
        WhatsApp Image 2024-05-03 at 10.22.jpeg
        Bitte das Bild anschauen, da ist es rot markiert
        Anhang!!
        Ich habe es gefilmt, Video ist dabei.
        In der Anlage erhalten Sie unsere Bestellung.
    """,
    "fr": """
        Je vous ai mis une photo.
        Le problème se voit sur la photo.
        cf capture
        J'ai scanné votre courrier, voir le PDF.
        La flèche rouge sur ma capture indique le mauvais montant.
        Le truc sur la photo clignote sans arrêt.
        Le fichier est avec ce mail.
        Est-ce que le mail joint vient bien de chez vous ?
        La liste en annexe contient nos questions.
        Une image vaut mieux qu'un long discours
        Je ne sais pas l'expliquer alors voici une photo
        fichier log en PJ, plantage à chaque fois
        Les lignes fausses sont en jaune dans le tableau joint.
        Merci de corriger la facture ci-jointe.
        screen joint
        J'ai enregistré l'écran, la vidéo suit.
        Avec la photo ce sera plus clair
        Il s'affiche ce que vous voyez sur la capture.
        Qu'est-ce qui est écrit sur l'image ?
        Vidéo : VID_20240311.mp4
        Voir la capture d'écran
        cf. pièce jointe
        voir PJ
        Vous trouverez ci-joint le journal d'erreurs.
        Je vous joins une capture d'écran.
        En pièce jointe, le message que je reçois.
        J'ai pris une photo de l'écran.
        Voici ce que j'obtiens :
        C'est comme sur la photo.
        L'erreur est visible sur l'image.
        Regardez la vidéo, tout y est.
        La capture montre le problème.
        Je vous envoie le fichier qui ne passe pas.
        Merci de consulter le document ci-joint.
        C'est quoi ça ?
        Photo
        Comme vous pouvez le voir sur la capture, le bouton a disparu.
        Tout est expliqué dans la lettre jointe.
        Ci-joint la facture en double, laquelle est la bonne ?
        voilà la capture
        Le détail se trouve en annexe.
        Pouvez-vous regarder la pièce jointe et me dire ce que j'ai fait de travers ?
        Mon fils a filmé l'écran, la vidéo est avec ce mail.
        même erreur que sur la deuxième image
        Log joint.
        Le message d'erreur est dans le fichier joint.
        Screenshot en PJ
        capture jointe, merci
        ça donne ça : [image: image.png]
        Que veut dire le message sur cette photo ?
        Vous verrez sur la capture que le total est faux.
        Nous avons scanné le courrier, il est en pièce jointe.
        Je vous transmets le rapport de notre auditeur.
        Comment corriger l'erreur de la capture ci-jointe ?
        Regardez ce que ça donne :
    """,
    "es": """
        Les he puesto una foto.
        El problema se ve en la foto.
        ver foto
        He escaneado su carta, véase el PDF.
        La flecha roja de mi captura señala el importe erróneo.
        Eso que sale en la foto parpadea todo el rato.
        El archivo va con este correo.
        ¿El correo adjunto es de ustedes?
        La lista adjunta contiene nuestras preguntas.
        No sé explicarlo, así que ahí va una foto
        log adjunto, se cuelga siempre
        Las filas malas están en amarillo en el Excel adjunto.
        Corrijan por favor la factura adjunta.
        Lo he grabado, el vídeo está adjunto.
        Con la foto se entiende mejor
        ¿Qué pone en la imagen?
        Vídeo: VID_20240311.mp4
        Le remito el informe del auditor
        se lo enseño en la captura
        una imagen vale más que mil palabras
        Ver captura
        ver adjunto
        Adjunto captura de pantalla del error.
        Les adjunto el archivo de registro.
        Como se ve en la foto, falta el botón.
        El error está en la imagen.
        Esto es lo que me sale:
        Les envío una foto de la pantalla.
        En el archivo adjunto están todos los detalles.
        He hecho una captura.
        Miren el vídeo, ahí se ve.
        La captura lo dice todo.
        Mi hija ha sacado una foto, va con este mensaje.
        foto
        ¿Qué significa esto? [image: image.png]
        Aquí tienen el pantallazo
        Os mando el log por si ayuda.
        Revisen por favor el documento adjunto.
        Pantallazo adjunto
        ¿Es normal lo que sale en la captura?
        Encontrarán el informe en el adjunto.
        Mismo error que en la segunda imagen.
        Se adjunta factura duplicada, ¿cuál vale?
        mirad esto
        Dejo el vídeo para que lo vean.
        La carta adjunta lo explica.
        El mensaje de error aparece en la foto adjunta
        ¿Cómo arreglo el error de la captura adjunta?
        Saqué una foto con el móvil, espero que se vea bien.
        va en adjunto
        Les paso la lista en Excel con los errores en rojo.
        En la captura pueden ver que el total no cuadra.
        Te paso foto
        Fíjense en la fecha de la captura.
    """,
}
NONE = {
    "en": """
        Can I get the monthly report by mail as an attachment?
        The watermark covers half of the image.
        Are pictures compressed on upload?
        I need a list of all my invoices.
        Nothing happens when I click on the attachment in a job.
        Thumbnails of videos stay grey.
        Please add dark mode, I attach great importance to it.
        We attach the delivery note to every order, can this be automated?
        How large may a PDF be?
        The log says disk full, what now?
        A customer sent us a file and the preview is blank.
        Where did the picture of our company go?
        The document editor loses the header.
        We were sent the wrong contract, please send the right one.
        Which camera resolution do you recommend for photos?
        Pictures in the report are too small.
        I get a black image instead of a preview.
        Send me the invoice please.
        The video call drops after ten minutes.
        Is my photo visible to everyone?
        Can you send me the file again?
        Please send a list of supported printers.
        Reports are sent without the logo.
        Our data sheet is outdated, how do we replace it?
        How do I add a picture to my profile?
        The PDF export cuts off the last column.
        Photos uploaded from Android phones are rotated by 90 degrees.
        Which file formats can I upload?
        I can't open the attachment in the e-mail you sent me.
        Do you offer a way to send log files to support?
        When I attach a file larger than 20 MB the app freezes.
        Is there a limit on video length?
        The image editor has no undo.
        Where can I download my invoice as a PDF?
        Screenshots are blocked by the app, why?
        Attachments are missing from tickets that come by mail.
        We want to delete all pictures of a closed job.
        Could you please cancel my subscription?
        Hello, the import stops with E-4411.
        Two things: the export is empty, and the import stops.
        Your introduction video has no sound.
        Should I send you a screenshot?
        Can you attach the invoice to the e-mail automatically?
        The photo gallery loads slowly.
        My colleague cannot see the documents I shared with her.
        Every report is attached to the job twice.
        Our scanner sends a PDF but it does not show up in the archive.
        error.log grows by 2 GB a day, can I turn it off?
        Does the API return the URL of an attachment?
        I uploaded three photos yesterday and they are gone today.
        Please stop attaching the terms to every invoice.
        The attachment icon is gone since the update.
        Is it possible to send the report to two addresses?
        Can technicians take photos offline?
        What is the difference between Team and Business?
        Please resend the invoice for March, it never arrived.
        We need a signed copy of the contract as PDF.
        Please check the status of my order.
        Is the data on this page updated daily?
        What is this fee on my invoice?
        The export stops. This happens every day.
        Is this feature in the Team plan?
        We have a list of 400 contacts, how do we import it?
    """,
    "de": """
        Kann ich den Monatsbericht als Anhang per Mail bekommen?
        Das Wasserzeichen verdeckt das halbe Bild.
        Werden Fotos beim Hochladen verkleinert?
        Ich brauche eine Liste aller Rechnungen.
        Beim Klick auf den Anhang passiert nichts.
        Ein Kunde hat uns eine Datei geschickt, die Vorschau ist leer.
        Im Bericht fehlen die Fotos.
        Im Protokoll steht "disk full", was nun?
        Die Videos ruckeln.
        Statt der Vorschau kommt ein schwarzes Bild.
        Schicken Sie mir bitte die Rechnung noch einmal.
        Wer sieht mein Foto?
        Das Dokument verliert die Kopfzeile.
        Wir legen jeder Bestellung einen Lieferschein bei, geht das automatisch?
        Die Rechnungen kommen ohne Logo.
        Der Scan-Button reagiert nicht.
        Ich habe ein falsches Bild hochgeladen, wie ersetze ich es?
        Wie kommen Fotos aus der App in die Akte?
        Kann man in Bildern etwas markieren?
        Bitte senden Sie mir eine Liste der Drucker.
        Wie kann ich ein Bild in mein Profil einfügen?
        Der PDF-Export ist leer.
        Fotos vom iPhone erscheinen auf dem Kopf.
        Der Anhang lässt sich nicht öffnen.
        Wenn ich eine Datei anhänge, stürzt die App ab.
        Gibt es eine Grenze für Videos?
        Wo finde ich die Logdateien?
        Kann ich euch Bilder schicken?
        Bei jeder Rechnung ist das PDF doppelt angehängt.
        Unsere Kunden können die Dokumente nicht sehen.
        Euer Video zur Einführung ist zu leise.
        Der Screenshot-Knopf fehlt seit dem Update.
        Bitte kündigen Sie meinen Vertrag.
        Ich brauche die Rechnung vom März als PDF.
        Hallo, der Import bricht mit E-4411 ab.
        Zwei Dinge: der Export ist leer, und der Import stoppt.
        Wie lösche ich alle Anhänge eines Auftrags?
        E-Mails mit Anhang kommen bei uns nicht an.
        Die Bilder im Bericht sind unscharf.
        Wird das Protokoll nach 30 Tagen gelöscht?
        Können Techniker Fotos auch offline aufnehmen?
        Seit gestern lassen sich keine Fotos mehr hochladen.
        Welche Anlagen muss ich bei der Kündigung mitschicken?
        Ist die Vorschau von Bildern abschaltbar?
        Ich möchte meine Daten als CSV-Datei herunterladen.
        Wie lange werden Videos gespeichert?
        Das Angebot auf eurer Webseite ist abgelaufen.
        Wie ist der Stand meiner Anfrage?
        Wir würden gern unser Logo in den Bericht einbauen.
        Bitte schicken Sie mir eine Kopie der Rechnung.
        Wie sieht es mit dem Datenschutz aus?
        Was bedeutet der Status "offen"?
        Der Export bricht ab. Das passiert seit gestern.
        Was ist das für eine Gebühr auf meiner Rechnung?
    """,
    "fr": """
        Puis-je recevoir le rapport mensuel en pièce jointe ?
        Le filigrane cache la moitié de l'image.
        Les photos sont-elles réduites à l'envoi ?
        J'ai besoin d'une liste de toutes mes factures.
        Rien ne se passe quand je clique sur la pièce jointe.
        Un client nous a envoyé un fichier et l'aperçu est vide.
        Il manque les photos dans le rapport.
        Le journal indique « disque plein », que faire ?
        Les vidéos saccadent.
        J'ai une image noire au lieu de l'aperçu.
        Envoyez-moi la facture, s'il vous plaît.
        Qui voit ma photo ?
        Le document perd son en-tête.
        Les factures arrivent sans logo.
        J'ai envoyé une mauvaise image, comment la remplacer ?
        Peut-on annoter les images ?
        Merci de m'envoyer la liste des imprimantes.
        La version mobile n'affiche pas les images.
        Comment ajouter une photo à mon profil ?
        Les photos prises avec un iPhone sont à l'envers.
        Quels formats de fichier acceptez-vous ?
        Quand je joins un fichier, l'application plante.
        Où se trouvent les journaux ?
        Puis-je vous envoyer des photos ?
        Les pièces jointes ne s'ouvrent pas.
        Votre vidéo n'a pas de son.
        Merci d'annuler mon abonnement.
        Il me faut la facture de mars en PDF.
        L'import s'arrête avec E-4411.
        Les images du rapport sont floues.
        Combien de temps gardez-vous les vidéos ?
        Le PDF est joint deux fois à chaque facture.
        Nos clients ne voient pas les documents.
        Le bouton de capture a disparu.
        Y a-t-il une limite de taille pour les fichiers ?
        Comment supprimer toutes les pièces jointes d'un dossier ?
        L'éditeur d'images n'a pas de bouton annuler.
        Je n'arrive pas à ouvrir la pièce jointe de votre mail.
        Je souhaite télécharger mes données en CSV.
        La galerie de photos est lente.
        Pouvez-vous me renvoyer le contrat signé ?
        Où en est ma demande ?
        Deux choses : l'export est vide et l'import s'arrête.
        Les techniciens peuvent-ils prendre des photos hors ligne ?
        Est-ce normal que la facture arrive le 3 du mois ?
        La liste des clients est vide depuis hier.
        L'export s'arrête. Cela apparaît depuis hier.
    """,
    "es": """
        ¿Puedo recibir el informe mensual como adjunto?
        La marca de agua tapa media imagen.
        ¿Se comprimen las fotos al subirlas?
        Necesito una lista de todas mis facturas.
        No pasa nada al pulsar en el adjunto.
        Un cliente nos envió un archivo y la vista previa está vacía.
        Faltan las fotos en el informe.
        El registro dice "disco lleno", ¿qué hago?
        Los vídeos van a saltos.
        Sale una imagen negra en lugar de la vista previa.
        Envíenme la factura, por favor.
        ¿Quién ve mi foto?
        El documento pierde el encabezado.
        Las facturas llegan sin logo.
        He subido una imagen equivocada, ¿cómo la cambio?
        ¿Se puede escribir sobre las imágenes?
        Mándenme la lista de impresoras compatibles.
        La versión móvil no muestra las imágenes.
        ¿Cómo añado una foto a mi perfil?
        Las fotos del iPhone salen giradas.
        ¿Qué formatos de archivo admiten?
        Cuando adjunto un archivo, la aplicación se cierra.
        ¿Dónde están los registros?
        ¿Puedo enviarles fotos?
        Los adjuntos no se abren.
        Su vídeo no tiene sonido.
        Por favor cancelen mi suscripción.
        Necesito la factura de marzo en PDF.
        La importación se para con E-4411.
        Las imágenes del informe salen borrosas.
        ¿Cuánto tiempo guardan los vídeos?
        El PDF va adjunto dos veces a cada factura.
        Nuestros clientes no ven los documentos.
        El botón de captura ha desaparecido.
        ¿Hay un límite de tamaño para los archivos?
        No puedo abrir el adjunto de su correo.
        Quiero descargar mis datos en CSV.
        La galería de fotos va lenta.
        ¿Me pueden reenviar el contrato firmado?
        ¿Cómo va mi solicitud?
        Dos cosas: la exportación está vacía y la importación se para.
        ¿Pueden los técnicos hacer fotos sin conexión?
        El envío de fotos falla desde ayer.
        La lista de clientes está vacía desde ayer.
        ¿Se puede poner nuestro logo en el informe?
        El archivo exportado no se abre en Excel.
        La exportación se para. Esto se repite cada día.
    """,
}


def cases(table: dict[str, str]) -> list[str]:
    return [line.strip() for lines in table.values() for line in lines.strip().split("\n")]


@pytest.mark.parametrize("text", cases(LEANS))
def test_the_rule_knows_a_message_that_leans_on_a_file(text: str) -> None:
    assert rule.matches(text)


@pytest.mark.parametrize("text", cases(NONE))
def test_the_rule_knows_a_message_about_files(text: str) -> None:
    assert not rule.matches(text)


def test_the_signal_agrees_with_nearly_all_of_them() -> None:
    assert sum(map(leans_on_attachment, cases(LEANS))) >= 0.97 * len(cases(LEANS))
    assert sum(map(leans_on_attachment, cases(NONE))) <= 0.07 * len(cases(NONE))


NEIGHBOURS = """
    Please find enclosed the photograph my son took of the display.
    The part I have circled is where our name should be.
    siehe beigefügtes Foto vom Zähler
    Ich habe die falschen Zeilen gelb markiert, Liste liegt bei.
    Je vous joins le relevé, les lignes surlignées sont fausses.
    Cf. PJ, page 4.
    Les adjunto el extracto, miren la segunda línea.
    Adj. captura, ¿qué significa ese aviso?
"""
TICKETS = """
    How large may an attachment be?
    Can I send you a screenshot? To which address?
    Wie füge ich dem Auftrag ein Foto hinzu?
    Der Upload von Bildern in der App bricht nach 10 MB ab.
    Comment joindre une photo à un bon de travail ?
    ¿Cuál es el límite de tamaño de los adjuntos?
"""
LONG = (
    "Since Tuesday the bookings are in the wrong column. We restarted the server twice and cleared the cache on every "
    "machine. Our colleague in Lyon has the same trouble. {} Could you tell us by Friday what we should do next?"
)


@pytest.mark.parametrize("text", [line.strip() for line in NEIGHBOURS.strip().split("\n")])
def test_another_wording_leans_on_a_file(text: str) -> None:
    assert leans_on_attachment(text)


@pytest.mark.parametrize("text", [line.strip() for line in TICKETS.strip().split("\n")])
def test_another_question_about_files_leans_on_none(text: str) -> None:
    assert not leans_on_attachment(text)


def test_a_subject_leans_by_a_phrase_only() -> None:
    assert subject_leans("Wrong total, screenshot attached")
    assert not any(map(subject_leans, ("Photos", "why is it never the same", "can't see Billing", "WG: Foto-")))


def test_one_sentence_of_a_long_message_is_enough() -> None:
    assert leans_on_attachment(LONG.format("The wrong rows are marked red in the attached spreadsheet."))
    assert not leans_on_attachment(LONG.format("The totals are wrong on all three machines."))


@pytest.mark.parametrize(
    "piece", ["a", "see attached ", "!a", "1 ", "a,", "https://", "<img ", "12:34 ", "a.png ", "[", "ü", "\n"]
)
def test_a_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert leans_on_attachment(text) == leans_on_attachment(text[: rule.MOST_CHARACTERS])
