import {
  type ColumnDefinitionNode,
  DataTypeNode,
  PostgresQueryCompiler,
  RawNode,
  type PrimitiveValueListNode,
  type ValueListNode,
} from 'kysely';

/** Writes queries and migrations that were made for both dialects so that PostgreSQL reads them as SQLite does. */
export class PortableQueryCompiler extends PostgresQueryCompiler {
  /** Texts are compared and ordered by their bytes, whatever the language of the database. */
  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    const isText = DataTypeNode.is(node.dataType) && node.dataType.dataType === 'text';
    super.visitColumnDefinition(
      isText ? { ...node, dataType: RawNode.createWithSql('text collate "C"') } : node,
    );
  }

  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    if (node.values.length > 0) super.visitPrimitiveValueList(node);
    else this.append(NOTHING);
  }

  protected override visitValueList(node: ValueListNode): void {
    if (node.values.length > 0) super.visitValueList(node);
    else this.append(NOTHING);
  }
}

/** An empty list, which PostgreSQL does not take as one. */
const NOTHING = '(select null where false)';
