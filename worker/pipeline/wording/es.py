"""This is the Spanish wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Hola:",
    closing="Un saludo,",
    sources="Más información:",
    familiar_greeting="Hola:",
    familiar_closing="Un saludo,",
    instruction=(
        "(?:(?:luego|después|ahora|primero|por último),? )?(?:abr[ae]|haga|haz|elij[ae]|seleccion[ae]|vaya|ve|puls[ae]|"
        "introduzca|introduce|añad[ae]|elimin[ae]|guard[ae]|descargu?[ae]|instal[ae]|reinici[ae]|escrib[ae]|escane[ae]|toqu?[ae]|"
        "inici[ae]|compruebe|comprueba|confirm[ae]|copi[ae]|cre[ae]|activ[ae]|desactiv[ae]|marqu?[ae])\\b"
    ),
)
