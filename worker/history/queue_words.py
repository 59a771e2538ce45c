"""This module has what support teams call their groups, in four languages. Names of one line mean the same kind of ticket."""

from functools import cache

from worker.history.words import same, stem

_LINES = """
billing bill invoice invoicing payment payments accounting finance charge charges buchhaltung rechnung rechnungen zahlung zahlungen abrechnung faktura fakturierung mahnung facturation facture factures paiement paiements comptabilite facturacion factura facturas pago pagos cobro cobros contabilidad
sales sale quote quotes pricing presales vertrieb verkauf angebot angebote preise tarife ventes vente commercial commerciale devis tarif ventas venta presupuesto comercial precios
access login signin password sso account accounts identity authentication konto konten zugang zugange anmeldung passwort kennwort benutzerkonto compte comptes acces connexion identifiants cuenta cuentas acceso contrasena usuarios
technical technician bug bugs incident technik technisch technische technischer storung storungen fehler technique tecnico tecnica incidencias averias edv it
shipping delivery shipment deliveries logistics versand lieferung lieferungen sendung zustellung logistik livraison livraisons expedition logistique envio envios entrega entregas logistica
returns return refund refunds retoure retouren rucksendung ruckgabe erstattung erstattungen retour retours remboursement remboursements devolucion devoluciones reembolso reembolsos
cancellation cancellations cancel churn kundigung kundigungen storno stornierung resiliation annulation cancelacion cancelaciones baja bajas
orders order bestellung bestellungen auftrag auftrage commande commandes pedido pedidos
security privacy gdpr legal compliance sicherheit datenschutz dsgvo recht rechtsabteilung securite confidentialite rgpd juridique seguridad privacidad
mobile app apps phone smartphone android ios mobil handy telephone application movil aplicacion
integration integrations api webhook webhooks connector schnittstelle schnittstellen anbindung interface integracion integraciones conector
data import export report reports reporting backup daten bericht berichte auswertung donnees rapport rapports datos informe informes
hr personnel payroll personal personalabteilung lohn rh paie nomina recursos
complaints complaint beschwerde beschwerden reklamation reklamationen reclamation reclamations plainte plaintes queja quejas reclamacion reclamaciones
other others general misc miscellaneous spam unsorted sonstiges sonstige andere allgemein allgemeines allgemeine verschiedenes autre autres divers otro otros varios
"""  # noqa: E501
# Words that say nothing about what a group does.
GENERIC = frozenset(
    """
team teams queue queues group groups support helpdesk desk service services department dept level tier first second third line
l1 l2 l3 customer customers care and the of for abteilung gruppe kunden kundendienst kundenservice stufe und der die das fur
equipe
equipes groupe niveau client clients et la les de des du equipo grupo nivel cliente clientes y el los las atencion soporte
emea dach us uk eu global
""".split()
)


@cache
def kinds() -> dict[str, int]:
    """Return the kind of ticket that each word stands for, by its stem."""
    return {
        stem(word): number for number, line in enumerate(_LINES.strip().splitlines()) for word in same(line).split()
    }
