/**
 * Exact decimal numbers on whole numbers of any size, for money and percentages: nothing here goes through
 * binary fractions. A value is `units × 10^-scale`.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^-?\d{1,30}(?:\.\d{1,12})?$/;

/** Whether `text` is a decimal number as this product writes it: `1250.50`, `-3`. No exponents. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** @throws RangeError where `text` is no decimal number; check input with {@link isDecimal} first. */
export function decimal(text: string): Decimal {
  if (!isDecimal(text)) throw new RangeError(`${JSON.stringify(text)} is no decimal number.`);
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.replace('.', '')), scale: text.length - point - 1 };
}

/** The decimal text of a value, with all the places it carries: `{ 1050n, 2 }` is `10.50`. */
export function print({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: raised(a, scale) + raised(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { units: -b.units, scale: b.scale });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** Below zero where `a` is less than `b`, zero where they are equal, above zero otherwise. */
export function compare(a: Decimal, b: Decimal): number {
  const difference = subtract(a, b).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Rounds to `places` after the point; a half goes to the even neighbour. Shorter values are padded. */
export function roundHalfEven(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return { units: raised(value, places), scale: places };
  const divisor = 10n ** BigInt(value.scale - places);
  const negative = value.units < 0n;
  const magnitude = negative ? -value.units : value.units;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return { units: negative ? -rounded : rounded, scale: places };
}

/** The same value without zeros at its end. */
export function trimmed(value: Decimal): Decimal {
  let { units, scale } = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}

/** The sum, exact; zero for none. */
export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce(add, { units: 0n, scale: 0 });
}

export function isPositive(value: Decimal): boolean {
  return value.units > 0n;
}

function raised({ units, scale }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - scale);
}
