import type { Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { EXAMPLES } from './examples.ts';
import './explorer.css';
import { currentToken, TokenField } from './token.tsx';

/** Sends an operation to this gateway; the headers editor may replace what the token field says. */
const fetcher: Fetcher = async (parameters, options) => {
  const token = currentToken();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // The schema is read as the anonymous, so that it is there whatever becomes of the token.
      ...(token && parameters.operationName !== 'IntrospectionQuery'
        ? { authorization: `Bearer ${token}` }
        : {}),
      ...options?.headers,
    },
    body: JSON.stringify(parameters),
  });
  return response.json();
};

/** The editor fills the first tab's variables at the first visit only when they are given apart. */
const firstVisit = localStorage.getItem('graphiql:tabState') === null;
const firstVariables = firstVisit ? { initialVariables: EXAMPLES[0]?.variables ?? '' } : {};

function Explorer() {
  return (
    <>
      <header className="bar">
        <h1>Partner cloud catalogue</h1>
        <TokenField />
      </header>
      <GraphiQL
        fetcher={fetcher}
        defaultTabs={[...EXAMPLES]}
        {...firstVariables}
        defaultEditorToolsVisibility="variables"
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <></>
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

const root = document.getElementById('explorer');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Explorer />
    </StrictMode>,
  );
}
