import type { components } from '../../generated/openapi.d.ts';
import type { About } from './about.ts';
import type { SignInCause } from './sign-in-causes.ts';

type Schemas = components['schemas'];

/** Who asks, and from where. */
export interface Origin {
  readonly actorKind: Schemas['AuditActorKind'];
  /** The id of the key or token, or the e-mail address of a person; null where there is none. */
  readonly actorId: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
}

/** What the server does by itself. */
export const systemOrigin: Origin = {
  actorKind: 'system',
  actorId: null,
  address: null,
  requestId: null,
};

/** What happened. Nothing of it may be a secret. */
export interface AuditEvent {
  /** The operationId of the contract, or a verb of the same form. */
  readonly action: string;
  readonly outcome: Schemas['AuditOutcome'];
  /** Why it was refused; of a sign-in, its cause. */
  readonly code?: Schemas['ErrorCode'] | SignInCause;
  readonly subject?:
    { readonly kind: Schemas['AuditSubjectKind']; readonly id: number } | undefined;
  readonly about?: Readonly<About> | undefined;
  readonly detail?: Record<string, unknown>;
}

export interface AuditEntry extends Origin, AuditEvent {
  /** What the key or token is called that did it; null for others. */
  readonly actorName: string | null;
  /** What people call the subject; null where it has no name, or is no more. */
  readonly subjectName: string | null;
  readonly about: Readonly<About>;
  readonly id: number;
  readonly createdAt: Date;
  readonly detail: Record<string, unknown>;
  /** Of a refusal: how often the same was refused again within the minute. */
  readonly repeated: number;
}
