import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { SameForAll } from '../../../../platform/graphql/cache-hints.ts';
import { PartnerKindEnum } from '../enums.ts';

@ObjectType({
  description: 'A country or an organisation, by its ISO 3166-1 alpha-2 code (`GB`) or its own (`NATO`).',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Partner {
  @Field(() => ID, {
    description: 'ISO 3166-1 alpha-2 code of a country, or the code of an organisation: `NATO`.',
  })
  id: string;

  @Field(() => String, { nullable: true, description: 'English name.' })
  name: string | null;

  @Field(() => PartnerKindEnum, { nullable: true })
  kind: keyof typeof PartnerKindEnum | null;
}
