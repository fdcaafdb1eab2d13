/* Entry of every page: one import a behaviour. Each behaviour listens on the document and reads data-* attributes,
   so it also serves what htmx or the capture page adds later. */
import "htmx.org";
import "./announce.js";
import "./autosubmit.js";
import "./capture-link.js";
import "./cascade.js";
import "./confirm.js";
import "./copy.js";
import "./disclose.js";
import "./drop.js";
import "./fill-login.js";
import "./grid.js";
import "./later.js";
import "./menu.js";
import "./print.js";
import "./sign-out.js";
import "./stepper.js";
import "./submit-once.js";
