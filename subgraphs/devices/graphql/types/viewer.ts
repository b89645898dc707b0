import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';

@ObjectType({ description: 'Who asks: you, on behalf of your partner.', simpleResolvers: true })
@Directive('@key(fields: "id")')
@OfTheViewer()
@Authenticated()
export class Viewer {
  @Field(() => ID)
  id: string;
}
