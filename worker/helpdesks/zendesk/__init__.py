"""This vendor is Zendesk Support: tickets come by its webhooks, and each decision goes back as one update."""

from worker.helpdesks.protocol import Helpdesk
from worker.helpdesks.vendor import Vendor, Webhook
from worker.helpdesks.zendesk.settings import ZendeskSettings, problems


def make_webhook(settings: ZendeskSettings) -> Webhook:
    from worker.helpdesks.zendesk.webhook import ZendeskWebhook

    return ZendeskWebhook(settings)


def make_client(settings: ZendeskSettings) -> Helpdesk:
    from worker.helpdesks.zendesk.client import Zendesk

    return Zendesk.from_settings(settings)


VENDOR = Vendor("zendesk", ZendeskSettings, make_webhook=make_webhook, make_client=make_client, problems=problems)
