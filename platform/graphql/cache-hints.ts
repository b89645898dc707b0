import { Directive } from 'type-graphql';

/**
 * Hints of how long, and for whom, answers may be kept, by the conventions of Apollo's `@cacheControl`: the
 * least of all fields in an answer counts, and where a type that holds fields has no hint nothing is kept.
 */

/** What is the same for everybody, whoever asks. Only of types and fields whose resolvers never look at the viewer. */
export const SameForAll = () => Directive('@cacheControl(maxAge: 300, scope: PUBLIC)');

/** What depends on who asks, be it only on whether they are shown it. */
export const OfTheViewer = () => Directive('@cacheControl(maxAge: 60, scope: PRIVATE)');

/** What is part of something else, and may be kept as that may. */
export const AsItsOwner = () => Directive('@cacheControl(inheritMaxAge: true)');
