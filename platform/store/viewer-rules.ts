/**
 * Who asks, in conditions of rules on rows. Each is worked out once for a statement, and is nobody where nothing
 * was said of who asks.
 */
export const VIEWER_PARTNER = `(select nullif(current_setting('app.partner', true), ''))`;
export const VIEWER_OPERATES = `(select coalesce(current_setting('app.operator', true), '') = 'on')`;
