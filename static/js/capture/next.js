/* Which household next, and why. Pure: the same households and the same day give the same answer, without network. */
import { shift } from "./days.js";

const REST = { absent: 2, met: 7, refused: 30 }; // days; a household that moved away is not suggested
const RANK = ["appointment", "missed", "never", "lacking", "oldest"];

/* [{household, reason: {key, day, name}}], at most `limit`. `first`: the indicator asked first; `skip`: ids not wanted. */
export function nextHouseholds(households, { today, first, limit, skip = new Set() }) {
  const found = [];
  const since = restedSince(today);
  households.forEach((household, place) => {
    const reason = skip.has(household.id) ? null : whyNext(household, today, first, since);
    if (reason) found.push({ household, reason, rank: RANK.indexOf(reason.key), place });
  });
  found.sort((a, b) => a.rank - b.rank || compare(a.reason.day, b.reason.day) || a.place - b.place);
  return found.slice(0, limit);
}

/* The last day of a visit, by its outcome, after which one may come again. */
function restedSince(today) {
  return Object.fromEntries(Object.entries(REST).map(([outcome, days]) => [outcome, shift(today, -days)]));
}

export function whyNext(household, today, first, since = restedSince(today)) {
  if (household.next_on) return household.next_on <= today ? { key: "appointment", day: household.next_on } : null;
  if (!household.last) return { key: "never", day: "" };
  if (!(household.last <= since[household.outcome])) return null;
  const day = household.last;
  if (household.outcome === "absent") return { key: "missed", day };
  if (first && household.outcome === "met" && !(first.code in household.reached)) {
    return { key: "lacking", day, name: first.short };
  }
  return { key: "oldest", day };
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
