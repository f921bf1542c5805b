/** The present instant. One per process in service; a fixed one in tests. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
