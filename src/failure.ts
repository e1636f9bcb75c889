/**
 * Failures that are expected: each has one clear sentence that says what is wrong, where, and what to do, and an exit code.
 * Anything else that is thrown is a crash, and shows its stack.
 */
export abstract class Failure extends Error {
  /** 1: the cluster, a store or a sink failed. 2: wrong usage, configuration or input. */
  abstract readonly exitCode: 1 | 2;
}

/** The command line, the configuration or the input is wrong; nothing was done. */
export class UsageFailure extends Failure {
  override readonly name = "UsageFailure";
  readonly exitCode = 2;
}

/** A snapshot file that cannot be used. */
export class InputFailure extends Failure {
  override readonly name = "InputFailure";
  readonly exitCode = 2;
}

/** The cluster's API server cannot be reached or will not answer. */
export class ClusterFailure extends Failure {
  override readonly name = "ClusterFailure";
  readonly exitCode = 1;
}

/** A store refused, or cannot be opened. */
export class StoreFailure extends Failure {
  override readonly name = "StoreFailure";
  readonly exitCode = 1;
}

/** A price book that is missing or damaged: the installation is broken. */
export class BookFailure extends Failure {
  override readonly name = "BookFailure";
  readonly exitCode = 1;
}

/** Something made for people could not be handed over: a file that cannot be written. */
export class PublishFailure extends Failure {
  override readonly name = "PublishFailure";
  readonly exitCode = 1;
}

/** The service that prices are taken from refuses or cannot be reached. */
export class PriceSourceFailure extends Failure {
  override readonly name = "PriceSourceFailure";
  readonly exitCode = 1;
}
