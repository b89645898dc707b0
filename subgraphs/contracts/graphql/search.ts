import type { ContractSearch } from '../store/search.ts';
import { optionalTextFault } from '../domain/input.ts';
import { dayAsked, refuseFaults, type ContractsContext } from './context.ts';
import type { ContractFilter } from './types/contract.ts';

const MAX_TEXT = 200;

/** What the store is to search for. @throws BAD_USER_INPUT for words that cannot be searched. */
export function contractSearch(where: ContractFilter, context: ContractsContext): ContractSearch {
  const { buyer, supplier, status, on, kind, conveysPurchase, text } = where;
  refuseFaults(optionalTextFault('where.text', text, MAX_TEXT));
  return {
    buyer: buyer ?? undefined,
    supplier: supplier ?? undefined,
    kinds: kind ?? undefined,
    conveysPurchase: conveysPurchase ?? undefined,
    text: text ?? undefined,
    status: status ? { any: status, on: dayAsked(on, context) } : undefined,
  };
}
