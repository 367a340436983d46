/**
 * Gaussian process regression (Rasmussen & Williams 2006, algorithm 2.1), for few points: a curve that is known at some
 * of them, by how alike it is thought to be at any two.
 */

export interface Known {
  /** Lower triangle, row by row: how the values at the points vary together, their noise included. */
  readonly covariance: Float64Array;
  readonly values: Float64Array;
}

export interface Fit {
  /** Times the covariances of a new value with the known ones: what it is expected to be. */
  readonly coefficients: Float64Array;
  /** How likely the known values were, as a natural logarithm. */
  readonly evidence: number;
  /** By how much the variance of a new value shrinks, of its covariances with the known ones. */
  explained(covariances: Float64Array): number;
}

/** `covariance` is positive definite, and is overwritten. */
export function fitOf({ covariance, values }: Known): Fit {
  const size = values.length;
  const determinant = factorise(covariance, size);
  const coefficients = Float64Array.from(values);
  solveLower(covariance, coefficients);
  let squares = 0;
  for (const value of coefficients) squares += value * value;
  solveUpper(covariance, coefficients);
  return {
    coefficients,
    evidence: -(squares + determinant + size * Math.log(2 * Math.PI)) / 2,
    explained(covariances) {
      const solved = Float64Array.from(covariances);
      solveLower(covariance, solved);
      let sum = 0;
      for (const value of solved) sum += value * value;
      return sum;
    },
  };
}

/** Where the row of a lower triangle begins. */
export function rowStart(row: number): number {
  return (row * (row + 1)) / 2;
}

/** Cholesky, in place; gives the logarithm of the determinant. */
function factorise(matrix: Float64Array, size: number): number {
  let determinant = 0;
  for (let i = 0; i < size; i++) {
    const own = rowStart(i);
    for (let j = 0; j <= i; j++) {
      const other = rowStart(j);
      let sum = matrix[own + j] as number;
      for (let k = 0; k < j; k++) sum -= (matrix[own + k] as number) * (matrix[other + k] as number);
      matrix[own + j] = i === j ? Math.sqrt(Math.max(sum, Number.EPSILON)) : sum / (matrix[other + j] as number);
    }
    determinant += 2 * Math.log(matrix[own + i] as number);
  }
  return determinant;
}

function solveLower(factor: Float64Array, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const own = rowStart(i);
    let sum = values[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[own + k] as number) * (values[k] as number);
    values[i] = sum / (factor[own + i] as number);
  }
}

function solveUpper(factor: Float64Array, values: Float64Array): void {
  for (let i = values.length - 1; i >= 0; i--) {
    let sum = values[i] as number;
    for (let k = i + 1; k < values.length; k++) sum -= (factor[rowStart(k) + i] as number) * (values[k] as number);
    values[i] = sum / (factor[rowStart(i) + i] as number);
  }
}
