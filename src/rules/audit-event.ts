import type { components } from '../../generated/openapi.d.ts';
import type { About } from './about.ts';
import type { SignInCause } from './sign-in-causes.ts';

type Schemas = components['schemas'];

/** Who sends a request, and from where. */
export interface Origin {
  readonly actorKind: Schemas['AuditActorKind'];
  /** The ID of the API key or admin token, or the e-mail address of a user; null when there is none. */
  readonly actorId: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
}

/** The origin of what the server does without a request. */
export const systemOrigin: Origin = {
  actorKind: 'system',
  actorId: null,
  address: null,
  requestId: null,
};

/** An event for the audit log. It must not contain secrets. */
export interface AuditEvent {
  /** The `operationId` of the contract, or a verb of the same form, such as `signIn`. */
  readonly action: string;
  readonly outcome: Schemas['AuditOutcome'];
  /** Why it was refused: an error code, or the cause of a refused sign-in. */
  readonly code?: Schemas['ErrorCode'] | SignInCause;
  readonly subject?:
    { readonly kind: Schemas['AuditSubjectKind']; readonly id: number } | undefined;
  readonly about?: Readonly<About> | undefined;
  readonly detail?: Record<string, unknown>;
}

export interface AuditEntry extends Origin, AuditEvent {
  /** The name of the API key or admin token; null for other actors. */
  readonly actorName: string | null;
  /** The name of the subject; null when it has none or was deleted. */
  readonly subjectName: string | null;
  readonly about: Readonly<About>;
  readonly id: number;
  readonly createdAt: Date;
  readonly detail: Record<string, unknown>;
  /** For a refusal: how many more times it happened within the minute. */
  readonly repeated: number;
}
