/* Follows a run: the numbers move every two seconds, and the page is loaded again when the state changes. */
(function () {
  "use strict";

  var panel = document.querySelector("[data-satudata-progress]");
  if (!panel || !window.fetch) return;
  var received = panel.querySelector("[data-satudata-received]");
  var announced = panel.querySelector("[data-satudata-announced]");
  var bar = panel.querySelector("progress");
  var notation = new Intl.NumberFormat(document.documentElement.lang || "id");

  function show(run) {
    if (run.state !== panel.dataset.state) {
      window.location.reload();
      return;
    }
    if (received) received.textContent = notation.format(run.received);
    if (run.announced) {
      if (announced) announced.textContent = notation.format(run.announced);
      if (bar) bar.value = Math.min(1, run.received / run.announced);
    }
    window.setTimeout(ask, 2000);
  }

  function ask() {
    fetch(panel.dataset.satudataProgress, { headers: { Accept: "application/json" } })
      .then(function (answer) {
        // The session has ended: the page itself leads to the login and back.
        if (answer.redirected) { window.location.reload(); return; }
        return answer.json().then(show);
      })
      .catch(function () { window.setTimeout(ask, 10000); });
  }

  window.setTimeout(ask, 2000);
})();
