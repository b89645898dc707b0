/** Is told the text of every SQL statement that ran, and how long it took, in milliseconds. */
export type OnStatement = (statement: string, milliseconds: number) => void;
