/** For what is found by its id, whatever else it must be: the engine need not weigh other indexes each time, which takes longer than finding it. */
export const byId = { hint: { _id: 1 } } as const;
