/* Comforts of the pages of tidied files: the bar moves while a file is read, and a tidy value shows its raw cell.
   Every page works without them. */
(function () {
  "use strict";

  var panel = document.querySelector("[data-satudata-tidying]");

  function follow() {
    fetch(panel.dataset.satudataTidying, { headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.json(); })
      .then(function (told) {
        var isNew = told.state !== panel.dataset.state || String(told.findings) !== panel.dataset.findings;
        if (isNew) {
          window.location.reload();
          return;
        }
        panel.querySelector("progress").value = told.progress;
        window.setTimeout(follow, 1000);
      })
      .catch(function () { window.setTimeout(follow, 10000); });
  }

  if (panel && window.fetch) window.setTimeout(follow, 1000);

  var shown = null;

  function show(event) {
    var cell = event.target.closest("[data-satudata-from]");
    if (shown) shown.classList.remove("is-shown");
    shown = cell ? document.getElementById(cell.dataset.satudataFrom) : null;
    if (!shown) return;
    shown.classList.add("is-shown");
    var box = shown.closest(".satudata-grid-scroll");
    if (!box || !box.offsetParent) return;
    /* Within its own box only: the page itself must not move under the pointer. */
    var place = shown.getBoundingClientRect(), frame = box.getBoundingClientRect();
    if (place.top < frame.top + 40 || place.bottom > frame.bottom) box.scrollTop += place.top - frame.top - frame.height / 2;
    if (place.left < frame.left || place.right > frame.right) box.scrollLeft += place.left - frame.left - frame.width / 2;
  }

  document.querySelectorAll(".satudata-grid-tidy").forEach(function (table) {
    table.addEventListener("mouseover", show);
    table.addEventListener("click", show);
  });
})();
