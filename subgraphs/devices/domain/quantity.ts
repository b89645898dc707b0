/** A quantity: an exact decimal number from 0, as text. */
export type Quantity = string;

const FORM = /^(\d{1,18})(?:\.(\d{1,12}))?$/;
const DECIMALS = 12;

/** Whether `text` is a quantity: at most 18 digits before the point and 12 after it, no sign. */
export function isQuantity(text: string): boolean {
  return FORM.test(text);
}

/** The one way to write a quantity: no leading zeros, no trailing zeros after the point. `01.50` is `1.5`. */
export function canonicalQuantity(quantity: Quantity): Quantity {
  return write(read(quantity));
}

/** The exact sum. It may have more digits than one quantity. */
export function sumOf(a: Quantity, b: Quantity): Quantity {
  return write(read(a) + read(b));
}

function read(quantity: Quantity): bigint {
  const [whole = '0', fraction = ''] = quantity.split('.');
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

function write(scaled: bigint): Quantity {
  const digits = String(scaled).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  const whole = digits.slice(0, -DECIMALS);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
