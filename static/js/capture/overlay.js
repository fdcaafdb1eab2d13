/* What a household looks like once the visits on this phone are told too. Pure. */
import { fold } from "./fold.js";

/* The household as one visit leaves it. A visit older than the last one known adds what was reached, and no more. */
export function afterVisit(household, visit, indicators) {
  const day = visit.visited_at.slice(0, 10);
  const reached = { ...household.reached };
  const amounts = { ...household.amounts };
  for (const [code, quantity] of Object.entries(visit.results)) {
    reached[code] ??= day;
    if (indicators.get(code)?.kind !== "household") amounts[code] = (amounts[code] ?? 0) + quantity;
  }
  if (household.last && day < household.last) return { ...household, reached, amounts };
  return { ...household, reached, amounts, last: day, outcome: visit.outcome, next_on: visit.next_on ?? null };
}

export function afterVisits(household, visits, indicators) {
  const inOrder = [...visits].sort((a, b) => Date.parse(a.visited_at) - Date.parse(b.visited_at));
  return inOrder.reduce((known, visit) => afterVisit(known, visit, indicators), household);
}

/* A household found on the spot, as the server will carry it. */
export function newHousehold(body) {
  const { id, area, head_name: name, address, phone, size, kind } = body;
  return { id, area, name, address, phone, size, kind, last: null, outcome: null, next_on: null, reached: {}, amounts: {} };
}

export function withKey(household) {
  return { ...household, key: fold(`${household.name} ${household.address}`) };
}
