"""Answers for AI agents by the Model Context Protocol: few words, each with the sentence and the ids to cite."""
