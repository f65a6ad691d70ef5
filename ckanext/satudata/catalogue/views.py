"""Addresses of the catalogue beside CKAN's own: home, topics, the stylesheet of the colours."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, request

from ckan.lib.i18n import get_locales_from_config
from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import script_texts, site, topics
from ckanext.satudata.catalogue.home import home_page

__all__ = ["satudata_catalogue"]

satudata_catalogue = Blueprint("satudata_catalogue", __name__)


@satudata_catalogue.route("/")
def home() -> str:
    """The home page; stands before CKAN's own at the same address."""
    return tk.render("satudata/catalogue/pages/home.html", {"page": home_page()})


@satudata_catalogue.route("/topik", strict_slashes=False)
def topic_index() -> str:
    """Every topic with public datasets."""
    return tk.render("satudata/catalogue/pages/topics.html", {"topics": topics.all_topics()})


@satudata_catalogue.route("/topik/<code>")
def topic(code: str) -> str | Response:
    """One topic."""
    page = topics.topic_page(code)
    if page is None:
        return tk.abort(404, tk._("No dataset has this topic."))
    return tk.render("satudata/catalogue/pages/topic.html", {"page": page})


@satudata_catalogue.route("/satudata/theme.css")
def theme() -> Response:
    """The configured colours as custom properties."""
    response = make_response(site.theme())
    response.content_type = "text/css; charset=utf-8"
    response.add_etag()
    response.make_conditional(request)
    return response


@satudata_catalogue.route("/api/i18n/<lang>")
def texts_of_scripts(lang: str) -> Response:
    """The texts of CKAN's scripts; stands before CKAN's own at the same address."""
    if lang not in get_locales_from_config():
        return tk.abort(404, tk._("There is no such language."))
    return jsonify(script_texts.texts(lang))
