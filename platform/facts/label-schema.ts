import { z } from 'zod';
import { PUBLIC, type Label } from '../disclosure/label.ts';

const word = z.string().trim().min(1).max(64);

/** The label of a record as facts state it; a record without one was published to anybody. */
export const labelSchema = z
  .strictObject({
    marking: word.nullable(),
    handledAs: z.array(word).default([]),
    releasableTo: z.array(word).nullable().default(null),
    compartments: z.array(word).default([]),
  })
  .optional()
  .transform((it): Label => it ?? PUBLIC);
