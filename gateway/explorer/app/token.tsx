import { useState } from 'react';

const KEY = 'token';

/** The token of this browser tab: it is forgotten when the tab is closed, and never written elsewhere. */
export function currentToken(): string {
  return sessionStorage.getItem(KEY)?.trim() ?? '';
}

/** The place for the bearer token, with the command that prints one in development. */
export function TokenField() {
  const [token, setToken] = useState(currentToken);
  const change = (value: string): void => {
    sessionStorage.setItem(KEY, value);
    setToken(value);
  };
  return (
    <label className="token">
      <span>Bearer token</span>
      <input
        type="password"
        value={token}
        onChange={(event) => change(event.target.value)}
        placeholder="paste what it prints: npm run -s token -- GB"
        autoComplete="off"
        spellCheck={false}
      />
      <output>{token.trim() ? 'sent with every operation' : 'none: the public part of the schema'}</output>
    </label>
  );
}
