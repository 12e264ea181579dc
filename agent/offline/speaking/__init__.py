"""What replies are made of: the scene, phrases, the advice, the question that closes them."""
