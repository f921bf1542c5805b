export interface Proportion {
  readonly share: number;
  /** 95 % confidence interval. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
}

const Z_95 = 1.959963984540054;

/**
 * The share of right responses (the item's facility, p) with Wilson's 95 % score interval
 * (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1 and holds for few responses and for p near 0 or 1.
 * Source: E. B. Wilson (1927), J. American Statistical Association 22, 209-212. Null when nobody has responded.
 */
export function facility(right: number, n: number): Proportion | null {
  if (n === 0) return null;
  const share = right / n;
  const square = Z_95 ** 2;
  const middle = share + square / (2 * n);
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  const scale = 1 + square / n;
  return {
    share,
    from: Math.max(0, (middle - reach) / scale),
    to: Math.min(1, (middle + reach) / scale),
    n,
  };
}
