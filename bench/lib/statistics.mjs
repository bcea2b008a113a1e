/** The middle value; of an even number of values the upper of the two. */
export function median(values) {
  return quantile(values, 0.5);
}

/** The smallest value that at least the given part of the values is not above. */
export function quantile(values, part) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

/** A number with three digits that count. */
export function rounded(value) {
  return Number(value.toPrecision(3));
}
