"""This module finds every vendor by its folder: a package beside this module with a `VENDOR` in its `__init__.py`.

The web process makes a route for each vendor, the settings take in the model of each, `DESKHAND_HELPDESK` may name each
that has a client, and `deskhand doctor` asks each what is wrong. A folder that is not complete stops every command.
"""

import pkgutil
from importlib import import_module
from typing import Any

from pydantic import create_model

from worker import helpdesks
from worker.helpdesks.settings import HelpdeskSettings
from worker.helpdesks.vendor import Vendor


def find_vendors() -> tuple[Vendor[Any], ...]:
    """Return the vendors, those with a client first, then by name: messages name them in this order. Raises `TypeError`
    for a folder that does not hold a vendor."""
    names = [module.name for module in pkgutil.iter_modules(helpdesks.__path__) if module.ispkg]
    return tuple(sorted(map(_vendor, names), key=lambda vendor: (vendor.make_client is None, vendor.name)))


def _vendor(name: str) -> Vendor[Any]:
    package = f"{helpdesks.__name__}.{name}"
    vendor = getattr(import_module(package), "VENDOR", None)
    if not isinstance(vendor, Vendor) or vendor.name != name:
        raise TypeError(f"{package} needs a VENDOR, a Vendor with the name {name!r}")
    if foreign := [own for own in _own_names(vendor.settings) if not own.lstrip("_").startswith(f"{name}_")]:
        raise TypeError(f"{package}: the name of a setting and of its validator begins with {name}_: {foreign}")
    if vendor.make_webhook and vendor.secrets not in vendor.settings.model_fields:
        raise TypeError(f"{package} has a webhook, so its settings need the field {vendor.secrets}")
    return vendor


def _own_names(model: type[HelpdeskSettings]) -> set[str]:
    """Return the fields and validators, which would replace another vendor's of the same name in the common model."""
    validators = model.__pydantic_decorators__
    own = {*model.model_fields, *validators.field_validators, *validators.model_validators}
    return own - set(HelpdeskSettings.model_fields)


VENDORS = find_vendors()
_MODELS: tuple[type[HelpdeskSettings], ...] = (*(vendor.settings for vendor in VENDORS), HelpdeskSettings)
VendorSettings: type[HelpdeskSettings] = create_model("VendorSettings", __base__=_MODELS)  # all of them in one
