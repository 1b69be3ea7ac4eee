"""What commands write: plain values in, typed entries out, checked beside all others. Pure."""
