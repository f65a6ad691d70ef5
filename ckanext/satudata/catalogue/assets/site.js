/* Comforts only; every page works without them: sort on change, copy to the clipboard, one open menu at a time. */
(function () {
  "use strict";

  /* CKAN's stylesheet shows its upload buttons only under this class. */
  document.documentElement.classList.add("js");

  document.querySelectorAll("form[data-satudata-autosubmit]").forEach(function (form) {
    var button = form.querySelector("button");
    if (button) button.hidden = true;
    form.addEventListener("change", function () { form.submit(); });
  });

  if (navigator.clipboard) {
    document.querySelectorAll("button[data-satudata-copy]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var source = document.querySelector(button.dataset.satudataCopy);
        var text = button.querySelector("span");
        if (!source || !text) return;
        navigator.clipboard.writeText(source.textContent.trim()).then(function () {
          text.textContent = button.dataset.satudataDone;
        });
      });
    });
  }

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.satudata-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.satudata-menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
})();
