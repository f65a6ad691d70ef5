/* Fetches the beginning of a file that lies at its source; the link stays if that fails. */
(function () {
  "use strict";

  var place = document.querySelector("[data-satudata-remote-file]");
  if (!place || !window.fetch) return;
  place.setAttribute("aria-busy", "true");
  fetch(place.dataset.satudataRemoteFile + "?bagian=1", { credentials: "same-origin" })
    .then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    })
    .then(function (html) { place.innerHTML = html; })
    .catch(function () {})
    .then(function () { place.removeAttribute("aria-busy"); });
})();
