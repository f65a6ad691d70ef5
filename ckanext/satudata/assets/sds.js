// Offers the parts of the standar data while somebody types a kode SDS or a konsep, and fills them into the form.
this.ckan.module("satudata-sds", function () {
  "use strict";

  var WAIT_MS = 300;
  var PARTS = ["konsep", "definisi", "klasifikasi", "ukuran", "satuan"];
  var CODE = /^(SD|SE|SP|ST|UL)\d{5}\.\d{2}\.\d{2}$/i;
  var SHOWN = 5;

  return {
    initialize: function () {
      this.input = this.el[0];
      this.offers = this.input.closest("form").querySelector("[data-satudata-sds-offers]");
      this.input.addEventListener("input", this._wait.bind(this));
    },

    _wait: function () {
      clearTimeout(this.timer);
      this.timer = setTimeout(this._ask.bind(this), WAIT_MS);
    },

    _ask: function () {
      var typed = this.input.value.trim();
      if (typed.length < 3) {
        this._show([], "");
        return;
      }
      var isCode = CODE.test(typed);
      var query = isCode ? { kode_sds: typed } : { q: typed, limit: SHOWN };
      var address = isCode ? this.options.lookup : this.options.autocomplete;
      var asked = (this.asked = {});
      fetch(address + "?" + new URLSearchParams(query), { headers: { Accept: "application/json" } })
        .then(function (response) {
          return response.json();
        })
        .then(
          function (answer) {
            // An answer that comes late must not replace that of what stands there now.
            if (asked !== this.asked || !answer.success) {
              return;
            }
            var entries = isCode ? answer.result.entries : answer.result;
            this._show(entries, entries.length ? "" : this.options.none);
          }.bind(this)
        )
        .catch(function () {});
    },

    _show: function (entries, message) {
      this.offers.replaceChildren();
      if (message) {
        this.offers.append(element("p", message));
      }
      entries.slice(0, SHOWN).forEach(function (entry) {
        this.offers.append(this._offer(entry));
      }, this);
    },

    _offer: function (entry) {
      var offer = element("div", "");
      offer.className = "satudata-sds-offer";
      offer.append(element("strong", entry.kode_sds + " – " + entry.konsep));
      offer.append(element("p", entry.definisi));
      offer.append(element("p", [entry.klasifikasi.join(", "), entry.ukuran, entry.satuan].filter(Boolean).join(" · ")));
      var button = element("button", this.options.use);
      button.type = "button";
      button.className = "btn btn-secondary btn-sm";
      button.addEventListener("click", this._fill.bind(this, entry));
      offer.append(button);
      return offer;
    },

    _fill: function (entry) {
      this.input.value = entry.kode_sds;
      PARTS.forEach(function (part) {
        var field = document.getElementById("field-" + part);
        if (field && entry[part] && entry[part].length) {
          field.value = Array.isArray(entry[part]) ? entry[part].join("\n") : entry[part];
        }
      });
      this._show([], this.options.filled);
    },
  };

  function element(name, words) {
    var made = document.createElement(name);
    made.textContent = words;
    return made;
  }
});
