/** What a promise rejects with; fails where it resolves, or rejects with anything but an Error. */
export async function caught(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('rejected with something that is no Error', { cause: error });
  }
  throw new Error('resolved, where an error was expected');
}
