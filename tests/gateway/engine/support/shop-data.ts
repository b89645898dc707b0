/** What the shop of the differential tests sells, and who wrote it. Values follow from ids. */

export interface ItemRow {
  readonly __typename: 'Book' | 'Film';
  readonly id: string;
  readonly isbn: string;
  readonly title: string;
  readonly kind: string | null;
  readonly price: number | null;
  readonly height: number | null;
  readonly author: string | null;
  readonly pages: number | null;
  readonly minutes: number;
  readonly series: string | null;
}

const KINDS = ['NEW', 'OLD', 'SECRET', null];

function item(__typename: ItemRow['__typename'], number: number): ItemRow {
  const id = `${__typename === 'Book' ? 'b' : 'f'}${number}`;
  return {
    __typename,
    id,
    isbn: `isbn-${id}`,
    title: `Title ${id}`,
    kind: KINDS[number % KINDS.length] ?? null,
    price: number === 3 ? null : number * 10,
    height: number === 2 ? null : number + 0.5,
    author: number === 4 ? null : `a${(number % 3) + 1}`,
    pages: number % 2 === 0 ? null : number * 100,
    minutes: number * 30,
    series: number === 1 ? 'b2' : number === 2 ? 'b3' : null,
  };
}

export const ITEMS: readonly ItemRow[] = [
  item('Book', 1),
  item('Book', 2),
  item('Film', 1),
  item('Book', 3),
  item('Film', 2),
  item('Book', 4),
];

export const AUTHORS = ['a1', 'a2', 'a3'].map((id, index) => ({
  __typename: 'Author' as const,
  id,
  name: `Author ${id}`,
  born: index === 1 ? null : 1900 + index,
  friends: ['a1', 'a2', 'a3'].filter((it) => it !== id),
  best: index === 2 ? null : `b${index + 1}`,
}));
export type AuthorRow = (typeof AUTHORS)[number];

export const WAREHOUSES = [
  { __typename: 'Warehouse' as const, code: 'W1', country: { iso: 'GB' }, city: 'Leeds', manager: 'a1' },
  { __typename: 'Warehouse' as const, code: 'W1', country: { iso: 'FR' }, city: null, manager: null },
  { __typename: 'Warehouse' as const, code: 'W2', country: { iso: 'GB' }, city: 'York', manager: 'a3' },
];
export type WarehouseRow = (typeof WAREHOUSES)[number];

export const REVIEWS = ['r1', 'r2', 'r3'].map((id, index) => ({
  __typename: 'Review' as const,
  id,
  text: index === 1 ? null : `Review ${id}`,
  author: `a${index + 1}`,
  item: ITEMS[index + 1]?.id ?? 'b1',
}));
export type ReviewRow = (typeof REVIEWS)[number];

const RATES: Readonly<Record<string, number>> = { USD: 1, EUR: 2, GBP: 3 };
const UNITS: Readonly<Record<string, number>> = { CM: 1, MM: 10 };

export const itemOf = (id: unknown) => ITEMS.find((it) => it.id === id) ?? null;
export const itemByIsbn = (isbn: unknown) => ITEMS.find((it) => it.isbn === isbn) ?? null;
export const authorOf = (id: unknown) => AUTHORS.find((it) => it.id === id) ?? null;
export const warehouseOf = (code: unknown, iso: unknown) =>
  WAREHOUSES.find((it) => it.code === code && it.country.iso === iso) ?? null;
export const priceOf = (row: Pick<ItemRow, 'price'>, currency: string) =>
  row.price === null ? null : row.price * (RATES[currency] ?? 0);
export const heightOf = (row: Pick<ItemRow, 'height'>, unit: string) =>
  row.height === null ? null : row.height * (UNITS[unit] ?? 0);
export const stockOf = (id: string) => (id === 'b4' ? null : id.charCodeAt(1));
export const warehouseFor = (id: string) => WAREHOUSES[id.charCodeAt(1) % WAREHOUSES.length] ?? null;
export const shippingOf = (euros: unknown, height: unknown, fast: unknown) =>
  `${fast ? 'fast' : 'slow'} ${String(euros)} ${String(height)}`;
export const taxOf = (pounds: unknown) => `tax ${String(pounds)}`;
export const ratingOf = (id: string, scale: number) => (id === 'f2' ? null : (id.charCodeAt(1) % 5) * scale);
export const reviewsOf = (itemId: string) => REVIEWS.filter((it) => it.item === itemId);
export const reviewOf = (id: unknown) => REVIEWS.find((it) => it.id === id) ?? null;
