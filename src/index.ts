export { decide } from './engine/decide.ts';
export { type Explanation, explain, type Step } from './engine/explain.ts';
export type { Change } from './model/change.ts';
export type { Diagnostic } from './model/diagnostic.ts';
export { ChaperoneError, type ErrorCode, PolicyError } from './model/errors.ts';
export type { JsonObject, JsonValue } from './model/json.ts';
export type { Action, Entity, Question } from './model/question.ts';
export type { Asked, CacheUse, Decided, Recorder } from './model/recorder.ts';
export type { Fetched, Origin, PolicyFile, Source } from './model/source.ts';
export type { Answer, Approval, Cause, ConditionFailure, Effect, Obligation, Place, Verdict } from './model/verdict.ts';
export { type Loaded, type LoadOptions, loadPolicies } from './pdp/load.ts';
export {
  createPdp,
  type Pdp,
  type PdpOptions,
  type PdpStatus,
  type PolicyChange,
  type ReloadResult,
  type StalenessLimit,
} from './pdp/pdp.ts';
export type { AttributeMode, Snapshot } from './policy/snapshot.ts';
export { createDirectorySource } from './source/directory.ts';
