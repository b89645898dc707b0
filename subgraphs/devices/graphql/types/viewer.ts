import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Who asks: you, on behalf of your partner.', simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Viewer {
  @Field(() => ID)
  id: string;
}
