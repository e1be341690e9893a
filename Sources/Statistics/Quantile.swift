/// The value below which a share of `sorted` lies, interpolated between the two nearest (type 7 of Hyndman and Fan,
/// *Sample Quantiles in Statistical Packages*, 1996); nil for an empty sample. The one definition of a quantile here.
///
/// - Parameters:
///   - share: From 0 to 1: 0.5 is the median.
///   - sorted: The sample, rising.
public func quantile<Value: BinaryFloatingPoint>(_ share: Value, ofSorted sorted: [Value]) -> Value? {
  guard let last = sorted.last else { return nil }
  let position = share * Value(sorted.count - 1)
  let below = Int(position)
  guard below + 1 < sorted.count else { return last }
  return sorted[below] + (position - Value(below)) * (sorted[below + 1] - sorted[below])
}

/// The middle of `values`; nil if there are none.
public func median(of values: [Double]) -> Double? { quantile(0.5, ofSorted: values.sorted()) }

/// The mean of the middle half of `sorted`, a rising sample; nil if it is empty. As robust as the quartiles against what
/// disturbs a few values, and finer than the median where the values are multiples of a clock's step.
public func interquartileMean(ofSorted sorted: [Double]) -> Double? {
  guard !sorted.isEmpty else { return nil }
  let outside = sorted.count / 4
  let middle = sorted[outside..<(sorted.count - outside)]
  return middle.reduce(0, +) / Double(middle.count)
}
