/** Why a storage of the browser did not do what it was asked, as a failure. */
import { detailOf, plainFailure, type FailureCode, type LabFailure } from './failure';

export const isFull = (error: unknown): boolean => detailOf(error).name === 'QuotaExceededError';

export const storageCode = (error: unknown): FailureCode =>
  isFull(error) ? 'storage-full' : detailOf(error).name === 'TimeoutError' ? 'storage-silent' : 'storage-refused';

export const notStored = (error: unknown): LabFailure => plainFailure(storageCode(error), detailOf(error));
