"""This vendor takes tickets from any system that can send Standard Webhooks. Nothing is written back."""

from worker.helpdesks.standard.settings import StandardSettings, problems
from worker.helpdesks.vendor import FileHosts, Vendor, Webhook


def make_webhook(settings: StandardSettings) -> Webhook:
    from worker.helpdesks.standard.webhook import StandardWebhook

    return StandardWebhook(settings)


def file_hosts(settings: StandardSettings) -> FileHosts:
    return FileHosts(listed=settings.standard_file_hosts)


VENDOR = Vendor("standard", StandardSettings, make_webhook=make_webhook, problems=problems, file_hosts=file_hosts)
