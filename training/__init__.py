"""Trains the learned reader from gold documents; needs PyTorch, Transformers and ONNX, which the project does not at run time.

python -m training cross ENCODER GOLD…          cross-validate over documents and print the score table
python -m training fit ENCODER OUT GOLD…        train on all documents and write the weights with their manifest
python -m training.weigh GOLD…                  fit the decision to gold that the weights have not seen; needs none of the three
"""
