/* Days as the server writes them, "2026-11-22": their text order is their order. */

export function dayOf(moment = new Date()) {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}

export function shift(day, days) {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

export function dayText(day) {
  return day ? day.split("-").reverse().join("/") : "—";
}

/* "2026-11-22T09:30:00+07:00": the moment with the phone's own clock and zone, seconds kept. */
export function momentText(moment = new Date()) {
  const offset = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
}

export function timeText(moment) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${two(moment.getDate())}/${two(moment.getMonth() + 1)}`;
  return `${two(moment.getHours())}:${two(moment.getMinutes())} ${day}`;
}
